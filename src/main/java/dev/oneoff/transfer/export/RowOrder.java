package dev.oneoff.transfer.export;

import dev.oneoff.transfer.target.TargetColumn;
import dev.oneoff.transfer.target.TargetTable;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The order that the rows of a table stand in. */
record RowOrder(TargetTable table, List<TargetColumn> columns) {

    // What sorts by the bytes whatever the collation of the database.
    private static final Set<String> TEXTS = Set.of("text", "character varying", "bpchar", "citext", "name");

    /** Returns it as the end of a SELECT. */
    String clause() {
        List<TargetColumn> key = table.uniques().stream()
                .filter(unique -> unique.plain() && unique.required())
                .findFirst()
                .map(unique -> unique.columns().stream()
                        .map(name -> table.column(name).orElseThrow())
                        .toList())
                .orElse(columns);
        return key.stream().map(this::sorted).collect(Collectors.joining(", ", "\nORDER BY ", ""));
    }

    private String sorted(TargetColumn column) {
        // With its table: a name alone would mean what the SELECT makes of the column.
        String whole = table.name().quoted() + "." + column.quoted();
        boolean plain = table.uniques().stream()
                .anyMatch(unique -> unique.columns().contains(column.name().name()));
        return TEXTS.contains(column.bare()) || !plain ? "CAST(" + whole + " AS text) COLLATE \"C\"" : whole;
    }
}
