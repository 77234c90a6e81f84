package dev.oneoff.transfer.export;

import dev.oneoff.config.Nearest;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.sql.Identifier;
import dev.oneoff.transfer.target.TargetColumn;
import dev.oneoff.transfer.target.TargetTable;
import java.util.ArrayList;
import java.util.List;

/** Finds the columns that somebody has named. */
record NamedColumns(TargetTable table) {

    /** Returns them, in their order. */
    List<TargetColumn> each(List<String> names) {
        List<TargetColumn> columns = new ArrayList<>();
        for (String name : names) {
            TargetColumn column = named(name);
            if (columns.contains(column)) {
                throw new OneoffException(
                        FailureKind.USAGE,
                        "The column " + column.name().name() + " is named twice.",
                        "Name each once: no import could tell them apart.");
            }
            columns.add(column);
        }
        return columns;
    }

    /**
     * Returns one.
     *
     * @param name as in SQL without quotes, or as the catalogue has it
     * @throws OneoffException INPUT_REJECTED when there is none
     */
    TargetColumn named(String name) {
        if (name.isEmpty()) {
            throw new OneoffException(
                    FailureKind.USAGE, "A column has no name.", "Write one name between two commas, without blanks.");
        }
        return table.column(Identifier.folded(name).name())
                .or(() -> table.column(name))
                .orElseThrow(() -> missing(name));
    }

    private OneoffException missing(String name) {
        List<String> names =
                table.columns().stream().map(column -> column.name().name()).toList();
        return new OneoffException(
                FailureKind.INPUT_REJECTED,
                table.shown() + " has no column " + name + ".",
                Nearest.to(name, names)
                                .map(near -> "Did you mean " + near + "? ")
                                .orElse("") + "The columns are: " + String.join(", ", names) + ".");
    }
}
