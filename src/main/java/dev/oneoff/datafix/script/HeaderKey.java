package dev.oneoff.datafix.script;

import java.util.Arrays;
import java.util.Optional;

/** The keys of a script's leading comment block, {@code -- key: value}. */
enum HeaderKey {
    /** Why: one sentence for whoever reads the history. */
    FIX("fix", false),
    /** A ticket, recorded with the run. */
    TICKET("ticket", false),
    /** The columns to walk along, instead of the primary key. */
    KEY("key", true),
    /** How many rows are to be expected, {@code min..max}. */
    EXPECT("expect", false),
    /** How long a run may take before it stops at a safe point. */
    MAX_RUNTIME("max_runtime", false),
    /** {@code manual}, or {@code release}: run by {@code migrate --fixes}. */
    PHASE("phase", false),
    /** Fixes that must have finished before. */
    REQUIRES("requires", false),
    /** Names and types of values given on the command line. */
    PARAMS("params", true),
    /** Which old values are kept. */
    IMAGES("images", true),
    /** What a row that cannot be fixed does. */
    ON_ERROR("on_error", false),
    /** Whether rows that go with deleted ones are accepted. */
    CASCADE("cascade", true),
    /** Whether batches may see what earlier ones changed. */
    BATCHES("batches", true),
    /** Whether it runs again after it has succeeded. */
    REPEAT("repeat", true),
    /** The file that drives it, with its columns. */
    ROWS("rows", true),
    /** What a fix in Java does outside the database. */
    EFFECTS("effects", true);

    private final String word;
    private final boolean inChecksum;

    HeaderKey(String word, boolean inChecksum) {
        this.word = word;
        this.inChecksum = inChecksum;
    }

    /** Returns the key as it is written. */
    String word() {
        return word;
    }

    /** Says whether changing it half-way makes it another fix. */
    boolean inChecksum() {
        return inChecksum;
    }

    static Optional<HeaderKey> of(String written) {
        return Arrays.stream(values()).filter(key -> key.word.equals(written)).findFirst();
    }
}
