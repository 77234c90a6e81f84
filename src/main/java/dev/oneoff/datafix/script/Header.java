package dev.oneoff.datafix.script;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a script says of itself.
 *
 * @param why {@code fix:}, one sentence
 * @param ticket {@code ticket:}
 * @param key {@code key:}, column names as written; empty for the primary key
 * @param expect {@code expect:}
 * @param maxRuntime {@code max_runtime:}
 * @param phase {@code phase:}
 * @param requires {@code requires:}, ids of other fixes
 * @param params {@code params:}, types by name, in order
 * @param images {@code images:}
 * @param quarantine {@code on_error: quarantine N}, how many rows may be set aside; 0 for {@code stop}
 * @param cascade {@code cascade: accepted}
 * @param orderIndependent {@code batches: order-independent}
 * @param repeats {@code repeat: yes}
 * @param rows {@code rows:}
 * @param effects {@code effects:}
 */
public record Header(
        String why,
        Optional<String> ticket,
        List<String> key,
        Expectation expect,
        Optional<Duration> maxRuntime,
        Phase phase,
        List<String> requires,
        Map<String, String> params,
        Images images,
        int quarantine,
        boolean cascade,
        boolean orderIndependent,
        boolean repeats,
        Optional<RowsFile> rows,
        Effects effects) {

    /** When a fix runs. */
    public enum Phase {
        /** When somebody says so. */
        MANUAL,
        /** After the changesets, with {@code migrate --fixes}. */
        RELEASE
    }

    /** What is kept of a row before it is changed. */
    public enum Images {
        /** The columns that are set. */
        CHANGED,
        /** All columns. */
        ROW,
        /** Nothing: it cannot be taken back. */
        NONE
    }

    /** What a fix in Java does outside the database. */
    public enum Effects {
        /** Nothing: a batch that is rolled back did not happen. */
        NONE,
        /** Something that a rollback does not undo. */
        EXTERNAL
    }

    /**
     * The file that drives a fix.
     *
     * @param path relative to the script, inside the app's folder
     * @param columns types by name, in the file's order
     */
    public record RowsFile(String path, Map<String, String> columns) {}

    /** Copies the lists. */
    public Header {
        key = List.copyOf(key);
        requires = List.copyOf(requires);
    }
}
