package dev.oneoff.cli;

import dev.oneoff.datafix.DataFixes;
import dev.oneoff.datafix.purge.Purged;
import dev.oneoff.output.Report;
import dev.oneoff.output.Section;
import dev.oneoff.progress.Journal;
import dev.oneoff.run.Outcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code datafix purge}: what is asked before, and what is said after. */
record Purging(Invocation invocation, Optional<Duration> olderThan) {

    Answer act(boolean dryRun) {
        DataFixes fixes = invocation.oneoff().dataFixes();
        Duration lockWait = invocation.common().lockWait;
        Purged ahead = fixes.purgePreview(olderThan, lockWait);
        if (dryRun) {
            return Answer.of(report("Would purge " + ahead.text() + ". Nothing was changed.", ahead))
                    .asDryRun();
        }
        if (!ahead.nothing()) {
            new Confirmation(invocation)
                    .require("Datafix purge deletes " + ahead.text() + "; no revert is possible any more");
        }
        Outcome<Purged> outcome = fixes.purge(olderThan, lockWait);
        Journal.open().say(outcome.summary());
        return Answer.said(report(outcome.summary(), outcome.value()));
    }

    private static Report report(String headline, Purged purged) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("fixes", purged.fixes());
        facts.put("imports", purged.imports());
        facts.put("images", purged.images());
        facts.put("work", purged.work());
        facts.put("setAside", purged.setAside());
        facts.put("conflicts", purged.conflicts());
        return Report.of(headline, new Section.Facts("purged", facts));
    }
}
