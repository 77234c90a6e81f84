package dev.oneoff.transfer.export;

import dev.oneoff.database.Session;
import dev.oneoff.sql.Identifier;
import dev.oneoff.transfer.target.TargetColumn;
import dev.oneoff.transfer.target.TargetTable;
import dev.oneoff.transfer.target.Targets;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Finds in the catalogue what is to be exported. */
record Sources(Session session) {

    /** Returns what a query finds; asks the server for its columns, and runs it for no row. */
    Source.Query query(String text) {
        String select = text.strip().replaceFirst(";$", "");
        try (Statement statement = session.connection().createStatement()) {
            // Braces and question marks of the user's are his own.
            statement.setEscapeProcessing(false);
            try (ResultSet none = statement.executeQuery("SELECT * FROM (" + select + "\n) AS oneoff_row LIMIT 0")) {
                ResultSetMetaData about = none.getMetaData();
                List<OutColumn> columns = new ArrayList<>();
                for (int at = 1; at <= about.getColumnCount(); at++) {
                    String type = about.getColumnTypeName(at);
                    columns.add(new OutColumn(Identifier.of(about.getColumnLabel(at)), type, type));
                }
                return new Source.Query(select, columns);
            }
        } catch (SQLException e) {
            throw session.errors().translate(e, "reading the query");
        }
    }

    /** Returns the rows of a table that are asked for. Unless it is asked otherwise, the same data are the same bytes. */
    Source.Table table(String named, ExportRequest.What what) {
        TargetTable table = new Targets(session).readable(named);
        List<TargetColumn> columns = columns(table, what.columns());
        return new Source.Table(
                table,
                columns.stream().map(OutColumn::of).toList(),
                "\nFROM " + table.name().quoted()
                        + what.where().map(where -> "\nWHERE (" + where + "\n)").orElse(""),
                new RowOrder(table, columns, session.dialect().embedded()).clause(what.order()),
                what.columns().isEmpty());
    }

    private static List<TargetColumn> columns(TargetTable table, List<String> named) {
        return named.isEmpty()
                ? table.columns().stream().filter(column -> !column.computed()).toList()
                : named.stream().map(new NamedColumns(table)::named).toList();
    }
}
