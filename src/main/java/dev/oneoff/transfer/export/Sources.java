package dev.oneoff.transfer.export;

import dev.oneoff.database.Session;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.sql.Identifier;
import dev.oneoff.transfer.target.TargetColumn;
import dev.oneoff.transfer.target.TargetTable;
import dev.oneoff.transfer.target.Targets;
import java.util.List;
import java.util.stream.Collectors;

/** Finds in the catalogue what is to be exported. */
record Sources(Session session) {

    Source.Query query(String text) {
        return new Source.Query(text.strip().replaceFirst(";$", ""));
    }

    /** Returns the rows of a table that are asked for, in the order of its key: the same data are the same bytes. */
    Source.Table table(String named, ExportRequest.What what) {
        TargetTable table = new Targets(session).readable(named);
        List<TargetColumn> columns = columns(table, what.columns());
        List<String> computed = table.columns().stream()
                .filter(TargetColumn::computed)
                .map(column -> column.name().name())
                .toList();
        return new Source.Table(
                table.shown(),
                columns.stream().map(OutColumn::of).toList(),
                "\nFROM " + table.name().quoted()
                        + what.where().map(where -> "\nWHERE (" + where + "\n)").orElse(""),
                new RowOrder(table, columns).clause(),
                computed.isEmpty() || !what.columns().isEmpty()
                        ? List.of()
                        : List.of("left out, since it is computed: " + String.join(", ", computed)));
    }

    private static List<TargetColumn> columns(TargetTable table, List<String> named) {
        if (named.isEmpty()) {
            return table.columns().stream().filter(column -> !column.computed()).toList();
        }
        return named.stream()
                .map(name -> table.column(Identifier.folded(name).name())
                        .or(() -> table.column(name))
                        .orElseThrow(() -> new OneoffException(
                                FailureKind.INPUT_REJECTED,
                                table.shown() + " has no column " + name + ".",
                                "The columns are: "
                                        + table.columns().stream()
                                                .map(column -> column.name().name())
                                                .collect(Collectors.joining(", "))
                                        + ".")))
                .toList();
    }
}
