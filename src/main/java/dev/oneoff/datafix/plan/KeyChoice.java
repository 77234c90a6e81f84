package dev.oneoff.datafix.plan;

import dev.oneoff.config.Nearest;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.sql.Identifier;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses the key of a table: columns of a valid, immediate and complete unique index, none of them nullable, none of them
 * set. The unique index of a partitioned table holds the columns it is partitioned by, so rows do not move either.
 */
record KeyChoice(Relation table, List<StoredColumn> columns, List<UniqueIndex> indexes, Spot spot) {

    /** Returns the key that the script names, in the order of its index. */
    List<Column> named(List<String> written, Collection<Identifier> set) {
        Set<String> wanted = new HashSet<>();
        for (String name : written) {
            wanted.add(require(name));
        }
        UniqueIndex index = indexes.stream()
                .filter(this::walkable)
                .filter(each -> wanted.equals(new HashSet<>(each.columns())))
                .findFirst()
                .orElseThrow(() -> spot.refused(
                        "key: " + String.join(", ", written) + " is not a key of " + table.shown(),
                        "It takes exactly the columns of a unique index that is valid, not deferrable and without a"
                                + " condition, all of them NOT NULL."));
        if (!isFree(index, set)) {
            throw spot.refused(
                    "the statement sets a column of its key: " + String.join(", ", index.columns()),
                    "Name a key whose columns stay as they are.");
        }
        return columns(index);
    }

    /** Returns the primary key, else the shortest unique index; empty when there is none of which no column is set. */
    Optional<List<Column>> best(Collection<Identifier> set) {
        return indexes.stream()
                .filter(this::walkable)
                .filter(index -> isFree(index, set))
                .findFirst()
                .map(this::columns);
    }

    OneoffException none() {
        Optional<UniqueIndex> taken = indexes.stream().filter(this::walkable).findFirst();
        if (taken.isPresent()) {
            return spot.refused(
                    "the statement sets a column of every key of " + table.shown() + ": "
                            + String.join(", ", taken.get().columns()),
                    "Give the table another unique index over NOT NULL columns: rows are found again by it.");
        }
        return spot.refused(
                "the table " + table.shown() + " has no key to walk along",
                "Give it a primary key, or a unique index over NOT NULL columns, which -- key: can name.");
    }

    private String require(String written) {
        boolean quoted = written.length() > 2 && written.startsWith("\"") && written.endsWith("\"");
        String name = quoted
                ? written.substring(1, written.length() - 1).replace("\"\"", "\"")
                : Identifier.folded(written).name();
        List<String> names = columns.stream().map(StoredColumn::name).toList();
        if (!names.contains(name)) {
            throw spot.refused(
                    "key: there is no column " + name + " in " + table.shown(),
                    Nearest.to(name, names)
                            .map(near -> "Did you mean " + near + "?")
                            .orElse("Its columns are " + String.join(", ", names) + "."));
        }
        return name;
    }

    private boolean walkable(UniqueIndex index) {
        return index.usable()
                && !index.columns().isEmpty()
                && index.columns().stream()
                        .map(this::column)
                        // An array of arrays cannot be told from one array: keys are sent as arrays.
                        .allMatch(column ->
                                column.present() && !isArray(column.column().type()));
    }

    private static boolean isArray(String type) {
        return type.endsWith("[]") || type.contains(" ARRAY");
    }

    private static boolean isFree(UniqueIndex index, Collection<Identifier> set) {
        return set.stream().map(Identifier::name).noneMatch(index.columns()::contains);
    }

    private List<Column> columns(UniqueIndex index) {
        return index.columns().stream().map(name -> column(name).column()).toList();
    }

    private StoredColumn column(String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("an index of a column that is not there: " + name));
    }
}
