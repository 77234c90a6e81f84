package dev.oneoff.transfer.export;

import dev.oneoff.database.Session;
import dev.oneoff.transfer.target.TargetColumn;
import dev.oneoff.transfer.target.TargetTable;
import dev.oneoff.transfer.target.Targets;
import java.util.List;

/** Finds in the catalogue what is to be exported. */
record Sources(Session session) {

    Source.Query query(String text) {
        return new Source.Query(text.strip().replaceFirst(";$", ""));
    }

    /** Returns the rows of a table that are asked for. Unless it is asked otherwise, the same data are the same bytes. */
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
                new RowOrder(table, columns).clause(what.order()),
                computed.isEmpty() || !what.columns().isEmpty()
                        ? List.of()
                        : List.of("left out, since it is computed: " + String.join(", ", computed)));
    }

    private static List<TargetColumn> columns(TargetTable table, List<String> named) {
        if (named.isEmpty()) {
            return table.columns().stream().filter(column -> !column.computed()).toList();
        }
        return named.stream().map(new NamedColumns(table)::named).toList();
    }
}
