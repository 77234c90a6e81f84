package dev.oneoff.transfer.export;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.transfer.embedded.Kind;
import dev.oneoff.transfer.target.TargetColumn;
import dev.oneoff.transfer.target.TargetTable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The order that the rows of a table stand in.
 *
 * @param exported the columns that decide where there is no key
 * @param embedded whether the engine is the embedded one
 * @param shown whether a mask keeps a column: an order by one that it hides would tell of its values
 */
record RowOrder(TargetTable table, List<TargetColumn> exported, boolean embedded, Predicate<TargetColumn> shown) {

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

    // Values of these may be equal and their texts not: 1.0 and 1.00, 1 day and 24 hours, 0 and -0.
    private static final Set<String> SEVERAL_TEXTS = Set.of("numeric", "real", "double precision", "interval");

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
        Stream<String> first = asked.equals(List.of("key"))
                ? Stream.of()
                : asked.stream().map(this::named).map(this::sorted);
        return Stream.concat(first, last()).distinct().collect(Collectors.joining(", ", "\nORDER BY ", ""));
    }

    private TargetColumn named(String name) {
        TargetColumn column = new NamedColumns(table).named(name);
        if (!shown.test(column)) {
            throw new OneoffException(
                    FailureKind.REFUSED,
                    "The order of " + table.shown() + "." + column.name().name() + " would tell what its mask hides.",
                    "Order by columns that the masks keep, or say --order none.");
        }
        return column;
    }

    /** Returns what decides among rows that are equal up to there. */
    private Stream<String> last() {
        Optional<List<TargetColumn>> key = Source.Table.key(table)
                .map(unique -> unique.columns().stream()
                        .map(name -> table.column(name).orElseThrow())
                        .toList());
        if (key.isPresent() && key.get().stream().allMatch(shown)) {
            return key.get().stream().map(this::sorted);
        }
        List<TargetColumn> seen = exported.stream().filter(shown).toList();
        Stream<String> values = Stream.concat(
                seen.stream().map(this::sorted),
                seen.stream().filter(this::severalTexts).map(this::text));
        // The order in which the server stores them would mostly be that of the key.
        return key.isEmpty() && seen.size() == exported.size() ? values : Stream.concat(values, Stream.of("random()"));
    }

    private boolean severalTexts(TargetColumn column) {
        return embedded ? Kind.of(column.bare()).severalTexts() : SEVERAL_TEXTS.contains(column.bare());
    }

    private String sorted(TargetColumn column) {
        if (embedded) {
            return Kind.of(column.bare()).order(whole(column));
        }
        return PLAIN.contains(column.bare()) ? whole(column) : text(column);
    }

    private String text(TargetColumn column) {
        return embedded
                ? "STRINGTOUTF8(CAST(" + whole(column) + " AS VARCHAR))"
                : "CAST(" + whole(column) + " AS text) COLLATE \"C\"";
    }

    /** With its table: a name alone would mean what the SELECT makes of the column. */
    private String whole(TargetColumn column) {
        return table.name().quoted() + "." + column.quoted();
    }
}
