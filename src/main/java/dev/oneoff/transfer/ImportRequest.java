package dev.oneoff.transfer;

import dev.oneoff.transfer.file.FileOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be imported.
 *
 * @param file a path as the user wrote it; {@code -} for a stream
 * @param folder what it is relative to
 * @param job the file that says more of it, for people; empty for none
 * @param table as written; empty for the one that the file is named after
 * @param key the columns that say which row is which; empty to find them in the catalogue
 * @param passOver what is passed over instead of rejected
 * @param batching empty for one transaction
 * @param maxErrors how many rows may be rejected before nothing is written
 * @param rejecting where the rejected ones go
 * @param images whether what is overwritten and deleted is kept for an undo
 * @param replacement what of the table the file stands for; there in mode replace and in no other
 */
public record ImportRequest(
        String file,
        Path folder,
        String job,
        FileOptions options,
        Columns columns,
        Values values,
        Optional<String> table,
        ImportMode mode,
        List<String> key,
        PassOver passOver,
        Optional<Batching> batching,
        long maxErrors,
        Rejecting rejecting,
        Duration waitForDatabase,
        Duration lockWait,
        boolean images,
        Optional<Replacement> replacement) {

    /**
     * What is passed over instead of rejected.
     *
     * @param existing rows that an insert finds with other values, or an update does not find
     * @param extra columns that the table does not have
     * @param noKey a file without a key: a second run inserts its rows again
     */
    public record PassOver(boolean existing, boolean extra, boolean noKey) {}

    /**
     * Which column each field of the file is, where its name does not say it.
     *
     * @param names the columns of fields, by the fields' names
     * @param defaults the values of columns that the file does not have
     * @param references {@code table.column} of the rows that a field's values are looked up in, by the field's name
     */
    public record Columns(Map<String, String> names, Map<String, String> defaults, Map<String, String> references) {

        /** Copies the maps. */
        public Columns {
            names = Map.copyOf(names);
            defaults = Map.copyOf(defaults);
            references = Map.copyOf(references);
        }
    }

    /**
     * How values are written in the file.
     *
     * @param decimalComma whether numbers have a comma before their fraction, and may have points between thousands
     * @param dates which of day and month comes first where a date does not begin with its year
     * @param timeZone of times that name none, where a column wants one
     * @param nothing the text that stands for NULL; empty for none at all
     * @param emptyIsNull whether an empty text is NULL, too
     */
    public record Values(
            boolean decimalComma,
            Optional<DateOrder> dates,
            Optional<ZoneId> timeZone,
            Optional<String> nothing,
            boolean emptyIsNull) {

        /** Returns the same for JSON, which has a word of its own for nothing. */
        Values ofJson() {
            return new Values(decimalComma, dates, timeZone, Optional.empty(), false);
        }
    }

    /**
     * How an import is cut into transactions.
     *
     * @param rows how many rows of the file each has, from 1
     * @param resume whether it goes on where an earlier one of the same file stopped
     * @param again whether it begins anew all the same
     */
    public record Batching(long rows, boolean resume, boolean again) {}

    /** What comes first in a date. */
    public enum DateOrder {
        /** The day: 24.12.2026. */
        DMY,
        /** The month: 12/24/2026. */
        MDY
    }

    /** Copies the list. */
    public ImportRequest {
        key = List.copyOf(key);
        if (replacement.isPresent() != (mode == ImportMode.REPLACE)) {
            throw new IllegalArgumentException("a replacement goes with mode replace");
        }
    }

    /** Says whether the rows come from a stream. */
    public boolean streamed() {
        return file.equals("-");
    }
}
