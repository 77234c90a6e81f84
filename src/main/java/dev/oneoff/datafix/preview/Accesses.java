package dev.oneoff.datafix.preview;

import dev.oneoff.datafix.engine.Access;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Says how batches come to their rows.
 *
 * @param found of the windows, then of the locks; of the locks alone for a worklist; none when there is nothing to look at
 * @param tableBytes the size of the table they walk along
 */
record Accesses(List<Access> found, long tableBytes) {

    private static final long SMALL = 8L << 20;

    /** Says whether batches read a large table over and over. */
    boolean slow() {
        return tableBytes > SMALL && (found.isEmpty() || found.stream().anyMatch(access -> !access.byIndex()));
    }

    String sentence() {
        if (found.isEmpty()) {
            return tableBytes == 0
                    ? "the table is empty"
                    : "the first window was not found within 5 s: no index helps, every batch will be slow";
        }
        Access windows = found.get(0);
        Access locks = found.get(found.size() - 1);
        if (windows.byIndex() && locks.byIndex()) {
            return found.size() == 1
                    ? "each batch finds its rows by the index " + names(locks)
                    : windows.equals(locks)
                            ? "windows and locks use the index " + names(windows)
                            : "windows use the index " + names(windows) + ", locks " + names(locks);
        }
        if (!slow()) {
            return "the table is small: batches may read all of it";
        }
        if (found.size() == 1) {
            return "each batch reads the whole table to find its rows";
        }
        return windows.byIndex()
                ? "windows use the index " + names(windows) + ", but each batch reads the whole table to lock its rows"
                : "windows do not use the key's index: each reads the whole table. Run ANALYZE, then look again";
    }

    private static String names(Access access) {
        return access.indexes().stream().sorted().collect(Collectors.joining(", "));
    }
}
