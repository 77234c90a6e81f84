package dev.oneoff.migrate.liquibase;

import dev.oneoff.config.Nearest;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import liquibase.change.core.TagDatabaseChange;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;

/** The tags a changelog sets by tagDatabase. */
final class Tags {

    private Tags() {}

    static List<String> inChangelog(DatabaseChangeLog log) {
        List<String> tags = new ArrayList<>();
        for (ChangeSet changeSet : log.getChangeSets()) {
            of(changeSet).forEach(tags::add);
        }
        return tags;
    }

    static Stream<String> of(ChangeSet changeSet) {
        return changeSet.getChanges().stream()
                .filter(TagDatabaseChange.class::isInstance)
                .map(change -> ((TagDatabaseChange) change).getTag());
    }

    static OneoffException unknown(String tag, List<String> known) {
        String names = known.isEmpty() ? "there are no tags" : "the tags are " + String.join(", ", known);
        String nearest = Nearest.to(tag, known)
                .map(name -> "Did you mean --to " + name + "?")
                .orElse(known.isEmpty() ? "Set one with: oneoff migrate --tag NAME" : "Name one of them.");
        return new OneoffException(
                FailureKind.INPUT_REJECTED,
                "No changeset and no history row has the tag " + tag + "; " + names + ".",
                nearest);
    }
}
