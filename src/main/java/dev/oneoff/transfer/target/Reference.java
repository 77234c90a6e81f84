package dev.oneoff.transfer.target;

import java.util.List;

/**
 * A foreign key of the table that is imported into.
 *
 * @param table the table it refers to, quoted
 * @param own whether that is the table itself
 */
public record Reference(String name, List<String> columns, String table, List<String> referred, boolean own) {

    /** Copies the lists. */
    public Reference {
        columns = List.copyOf(columns);
        referred = List.copyOf(referred);
    }
}
