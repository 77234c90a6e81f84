package dev.oneoff.transfer;

import dev.oneoff.config.Nearest;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.transfer.target.TargetColumn;
import dev.oneoff.transfer.target.TargetTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first record of a file, and which column of the table each of its fields is.
 *
 * @param width how many fields it has
 * @param fields those that are imported, in the file's order
 * @param ignored the names of those that are not
 */
record Heading(int width, List<Field> fields, List<String> ignored) {

    /**
     * A field that is imported.
     *
     * @param place from 1
     */
    record Field(int place, TargetColumn column) {

        /** Returns the column of the staging table that holds it as text. */
        String raw() {
            return "c" + place;
        }
    }

    Heading {
        fields = List.copyOf(fields);
        ignored = List.copyOf(ignored);
    }

    /**
     * Finds the columns: by their names as they are, else without regard to case, else by letters and digits alone.
     *
     * @param names of the first record; null for nothing between two separators
     * @param extra whether a name that the table does not have is passed over
     */
    static Heading of(List<@Nullable String> names, TargetTable table, boolean extra) {
        List<Field> fields = new ArrayList<>();
        List<String> ignored = new ArrayList<>();
        Map<TargetColumn, Integer> taken = new HashMap<>();
        for (int place = 1; place <= names.size(); place++) {
            String name = Optional.ofNullable(names.get(place - 1)).orElse("").strip();
            Optional<TargetColumn> found = column(name, table);
            if (found.isEmpty()) {
                if (!extra) {
                    throw unknown(name, place, table);
                }
                ignored.add(name);
                continue;
            }
            Integer before = taken.put(found.get(), place);
            if (before != null) {
                throw rejected(
                        "the fields " + before + " and " + place + " are both " + name + ".",
                        "Take one of them out, or call it otherwise.");
            }
            if (found.get().computed()) {
                ignored.add(name);
            } else {
                fields.add(new Field(place, found.get()));
            }
        }
        return new Heading(names.size(), fields, ignored);
    }

    private static Optional<TargetColumn> column(String name, TargetTable table) {
        return table.column(name)
                .or(() -> one(table.columns().stream()
                        .filter(column -> column.name().name().equalsIgnoreCase(name))
                        .toList()))
                .or(() -> one(table.columns().stream()
                        .filter(column -> folded(column.name().name()).equals(folded(name)))
                        .toList()));
    }

    private static Optional<TargetColumn> one(List<TargetColumn> found) {
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "");
    }

    private static OneoffException unknown(String name, int place, TargetTable table) {
        List<String> columns =
                table.columns().stream().map(column -> column.name().name()).toList();
        String near = Nearest.to(name, columns)
                .map(column -> "Did you mean " + column + "? ")
                .orElse("");
        return rejected(
                name.isEmpty()
                        ? "field " + place + " has no name."
                        : table.shown() + " has no column " + name + " (field " + place + ").",
                near + "The columns are: " + String.join(", ", columns)
                        + ". --ignore-extra passes over what is not among them.");
    }

    private static OneoffException rejected(String what, String next) {
        return new OneoffException(FailureKind.INPUT_REJECTED, "line 1: " + what, next);
    }

    boolean covers(List<String> columns) {
        return columns.stream().allMatch(column -> field(column).isPresent());
    }

    Optional<Field> field(String column) {
        return fields.stream()
                .filter(field -> field.column().name().name().equals(column))
                .findFirst();
    }

    List<TargetColumn> columns() {
        return fields.stream().map(Field::column).toList();
    }
}
