package dev.oneoff.transfer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is to be imported.
 *
 * @param file a path as the user wrote it
 * @param folder what it is relative to
 * @param table as written; empty for the one that the file is named after
 * @param key the columns that say which row is which; empty to find them in the catalogue
 * @param passOver what is passed over instead of rejected
 * @param maxErrors how many rows may be rejected before nothing is written
 */
public record ImportRequest(
        String file,
        Path folder,
        Optional<String> table,
        ImportMode mode,
        List<String> key,
        PassOver passOver,
        long maxErrors,
        Duration waitForDatabase,
        Duration lockWait) {

    /**
     * What is passed over instead of rejected.
     *
     * @param existing rows that an insert finds with other values, or an update does not find
     * @param extra columns that the table does not have
     * @param noKey a file without a key: a second run inserts its rows again
     */
    public record PassOver(boolean existing, boolean extra, boolean noKey) {}

    /** Copies the list. */
    public ImportRequest {
        key = List.copyOf(key);
    }
}
