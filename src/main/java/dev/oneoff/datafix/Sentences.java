package dev.oneoff.datafix;

import dev.oneoff.datafix.store.Counts;

/** What is said of a fix in one sentence. */
final class Sentences {

    private Sentences() {}

    static String done(Applied applied) {
        Counts counts = applied.counts();
        return "fix %s: %,d %s changed in %,d %s%s, nothing wrong is left"
                .formatted(
                        applied.id(),
                        counts.changed(),
                        counts.changed() == 1 ? "row" : "rows",
                        counts.batches(),
                        counts.batches() == 1 ? "batch" : "batches",
                        counts.unchanged() > 0 ? ", %,d had become right meanwhile".formatted(counts.unchanged()) : "");
    }
}
