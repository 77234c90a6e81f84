package dev.oneoff.transfer.export;

import dev.oneoff.database.Session;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.sql.Identifier;
import dev.oneoff.sql.QualifiedName;
import dev.oneoff.transfer.export.mask.MaskRule;
import dev.oneoff.transfer.target.TargetColumn;
import dev.oneoff.transfer.target.TargetTable;
import dev.oneoff.transfer.target.Targets;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds in the catalogue what is to be exported.
 *
 * @param masks what hides its values
 */
record Sources(Session session, Optional<MaskRules> masks) {

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
                requireColumns(columns, "The query has no columns.", "Name what it is to select.");
                requireNames(
                        columns.stream().map(column -> column.name().name()).toList());
                return new Source.Query(select, columns);
            }
        } catch (SQLException e) {
            if ("42S21".equals(e.getSQLState())) {
                throw new OneoffException(
                        unnamed(session.errors().text(e).replaceFirst("[.]?$", "."))
                                .failure(),
                        e);
            }
            throw session.errors().translate(e, "reading the query");
        }
    }

    private static void requireColumns(List<?> columns, String none, String next) {
        if (columns.isEmpty()) {
            throw new OneoffException(FailureKind.STEP_FAILED, none, next);
        }
    }

    /** Refuses names by which no reader of the file could tell the columns apart. H2 itself refuses two of one name. */
    private static void requireNames(List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (name.equals("?column?")) {
                throw unnamed("A column of the query has no name.");
            }
            if (!seen.add(name)) {
                throw unnamed("Two columns of the query are called " + name + ".");
            }
        }
    }

    private static OneoffException unnamed(String what) {
        return new OneoffException(
                FailureKind.STEP_FAILED, what, "Give each a name of its own: SELECT count(*) AS total, …");
    }

    /** Returns the names of all tables that rules may be for. */
    List<QualifiedName> tables() {
        return new Targets(session).all();
    }

    /**
     * Returns the rows of a table that are asked for. Unless it is asked otherwise, the same data are the same bytes.
     *
     * @param saying what stands before the name where it is said, for people
     */
    Source.Table table(String named, String saying, ExportRequest.What what) {
        TargetTable table = new Targets(session).readable(named, saying);
        List<TargetColumn> columns = columns(table, what.columns());
        requireColumns(columns, table.shown() + " has no column whose values stand in a file.", "Leave it out.");
        return new Source.Table(
                table,
                columns.stream().map(OutColumn::of).toList(),
                "\nFROM " + table.name().quoted()
                        + what.where().map(where -> "\nWHERE (" + where + "\n)").orElse(""),
                new RowOrder(table, columns, session.dialect().embedded(), column -> kept(table, column))
                        .clause(what.order()),
                what.columns().isEmpty(),
                what.where());
    }

    private boolean kept(TargetTable table, TargetColumn column) {
        return masks.isEmpty()
                || masks.get()
                        .rule(table, column.name().name())
                        .filter(MaskRule.Keep.class::isInstance)
                        .isPresent();
    }

    private static List<TargetColumn> columns(TargetTable table, List<String> named) {
        return named.isEmpty()
                ? table.columns().stream().filter(column -> !column.computed()).toList()
                : new NamedColumns(table).each(named);
    }
}
