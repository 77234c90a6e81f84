package dev.oneoff.datafix.plan;

import dev.oneoff.sql.Identifier;
import java.util.ArrayList;
import java.util.List;

/**
 * A column of a file that says what the changed table should hold before it is changed: {@code expected_email} for
 * {@code email}.
 *
 * @param file the column of the file
 * @param column the column of the changed table
 */
public record Expected(Identifier file, Column column) {

    private static final String PREFIX = "expected_";

    /** Returns those of a file. */
    static List<Expected> of(Work work, List<StoredColumn> stored, Spot spot) {
        List<Expected> all = new ArrayList<>();
        for (Column column : work.columns()) {
            String name = column.name().name();
            if (name.startsWith(PREFIX)) {
                Column compared = stored.stream()
                        .filter(each -> each.name().equals(name.substring(PREFIX.length())))
                        .findFirst()
                        .orElseThrow(() -> spot.refused(
                                "the file's column " + name + " expects something of "
                                        + name.substring(PREFIX.length())
                                        + ", which the changed table does not have",
                                "Call it otherwise, or name a column of the table after expected_."))
                        .column();
                all.add(new Expected(column.name(), compared));
            }
        }
        return all;
    }
}
