package dev.oneoff.transfer.export;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.sql.Identifier;
import dev.oneoff.transfer.file.Format;
import dev.oneoff.transfer.target.TargetColumn;
import dev.oneoff.transfer.target.TargetTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The statement that the server writes the file with. */
record ExportSql(Format format) {

    // What sorts by the bytes whatever the collation of the database.
    private static final Set<String> TEXTS = Set.of("text", "character varying", "bpchar", "citext", "name");

    /** Returns the SELECT of a table's rows, in the order of its key: the same data are the same bytes. */
    static String rows(TargetTable table, ExportRequest.What what) {
        List<TargetColumn> columns = columns(table, what.columns());
        return "SELECT " + columns.stream().map(TargetColumn::quoted).collect(Collectors.joining(", ")) + "\nFROM "
                + table.name().quoted()
                + what.where().map(where -> "\nWHERE (" + where + "\n)").orElse("") + "\nORDER BY "
                + String.join(", ", order(table, columns));
    }

    private static List<String> order(TargetTable table, List<TargetColumn> columns) {
        List<TargetColumn> key = table.uniques().stream()
                .filter(unique -> unique.plain() && unique.required())
                .findFirst()
                .map(unique -> unique.columns().stream()
                        .map(name -> table.column(name).orElseThrow())
                        .toList())
                .orElse(columns);
        List<String> order = new ArrayList<>();
        for (TargetColumn column : key) {
            boolean plain = table.uniques().stream()
                    .anyMatch(unique -> unique.columns().contains(column.name().name()));
            order.add(
                    TEXTS.contains(column.bare()) || !plain
                            ? "CAST(" + column.quoted() + " AS text) COLLATE \"C\""
                            : column.quoted());
        }
        return order;
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

    /**
     * Returns the COPY of a SELECT. JSON never holds these control characters, and line ends only between its words, as a column of json keeps them: so nothing in it is
     * quoted.
     */
    String copy(String select) {
        return switch (format) {
            case CSV -> "COPY (" + select + "\n) TO STDOUT (FORMAT csv, HEADER)";
            case TSV -> "COPY (" + select + "\n) TO STDOUT (FORMAT csv, HEADER, DELIMITER E'\\t')";
            case JSON, NDJSON ->
                "COPY (SELECT translate(CAST(row_to_json(oneoff_row) AS text), E'\\n\\r', '  ') FROM (" + select
                        + "\n) AS oneoff_row) TO STDOUT (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02', ESCAPE E'\\x01')";
        };
    }
}
