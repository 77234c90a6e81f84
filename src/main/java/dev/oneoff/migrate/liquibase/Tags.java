package dev.oneoff.migrate.liquibase;

import dev.oneoff.config.Nearest;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.util.ArrayList;
import java.util.List;
import liquibase.change.Change;
import liquibase.change.core.TagDatabaseChange;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;

/** The tags a changelog sets by tagDatabase. */
final class Tags {

    private Tags() {}

    static List<String> inChangelog(DatabaseChangeLog log) {
        List<String> tags = new ArrayList<>();
        for (ChangeSet changeSet : log.getChangeSets()) {
            for (Change change : changeSet.getChanges()) {
                if (change instanceof TagDatabaseChange tag) {
                    tags.add(tag.getTag());
                }
            }
        }
        return tags;
    }

    static OneoffException unknown(String tag, List<String> known) {
        String names = known.isEmpty() ? "there are no tags" : "the tags are " + String.join(", ", known);
        String nearest = Nearest.to(tag, known)
                .map(name -> "Did you mean --to " + name + "?")
                .orElse("Set one with: oneoff migrate --tag NAME");
        return new OneoffException(
                FailureKind.INPUT_REJECTED,
                "No changeset and no history row has the tag " + tag + "; " + names + ".",
                nearest);
    }
}
