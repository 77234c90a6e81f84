package dev.oneoff.transfer.export;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.transfer.embedded.Kind;
import dev.oneoff.transfer.target.TargetColumn;
import dev.oneoff.transfer.target.TargetTable;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The order that the rows of a table stand in.
 *
 * @param exported the columns that decide where there is no key
 * @param embedded whether the engine is the embedded one
 */
record RowOrder(TargetTable table, List<TargetColumn> exported, boolean embedded) {

    // No collation has a say in these. What is not named here sorts by the bytes of its text: the same on every server.
    private static final Set<String> PLAIN = Set.of(
            "smallint",
            "integer",
            "bigint",
            "numeric",
            "real",
            "double precision",
            "boolean",
            "uuid",
            "bytea",
            "date",
            "time without time zone",
            "time with time zone",
            "timestamp without time zone",
            "timestamp with time zone",
            "interval",
            "inet",
            "cidr");

    /**
     * Returns it as the end of a SELECT.
     *
     * @param asked {@code key}, {@code none}, or the columns that come before the key
     */
    String clause(List<String> asked) {
        if (asked.equals(List.of("none"))) {
            return "";
        }
        if (asked.size() > 1 && asked.contains("none")) {
            throw new OneoffException(
                    FailureKind.USAGE, "--order none stands alone.", "Name columns, or say none and nothing else.");
        }
        Stream<TargetColumn> first = asked.equals(List.of("key"))
                ? Stream.of()
                : asked.stream().map(name -> new NamedColumns(table).named(name));
        return Stream.concat(first, key().stream())
                .distinct()
                .map(this::sorted)
                .collect(Collectors.joining(", ", "\nORDER BY ", ""));
    }

    private List<TargetColumn> key() {
        return Source.Table.key(table)
                .map(unique -> unique.columns().stream()
                        .map(name -> table.column(name).orElseThrow())
                        .toList())
                .orElse(exported);
    }

    private String sorted(TargetColumn column) {
        // With its table: a name alone would mean what the SELECT makes of the column.
        String whole = table.name().quoted() + "." + column.quoted();
        if (embedded) {
            return Kind.of(column.bare()).order(whole);
        }
        return PLAIN.contains(column.bare()) ? whole : "CAST(" + whole + " AS text) COLLATE \"C\"";
    }
}
