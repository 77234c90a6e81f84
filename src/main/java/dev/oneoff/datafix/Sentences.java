package dev.oneoff.datafix;

import dev.oneoff.datafix.store.Counts;

/** What is said of a fix in one sentence. */
final class Sentences {

    private Sentences() {}

    /**
     * Returns what a run that came to the end did.
     *
     * @param items whether it worked off keys or rows chosen once: then nobody looked whether something wrong is left
     */
    static String done(Applied applied, boolean items) {
        Counts counts = applied.counts();
        return "fix %s: %,d %s changed in %,d %s%s, %s"
                .formatted(
                        applied.id(),
                        counts.changed(),
                        counts.changed() == 1 ? "row" : "rows",
                        counts.batches(),
                        counts.batches() == 1 ? "batch" : "batches",
                        counts.unchanged() > 0
                                ? (items ? ", nothing to change for %,d" : ", %,d had become right meanwhile")
                                        .formatted(counts.unchanged())
                                : "",
                        items ? "all keys are done" : "nothing wrong is left");
    }
}
