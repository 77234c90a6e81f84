package dev.oneoff.transfer;

import dev.oneoff.rows.Flaw;
import dev.oneoff.rows.json.JsonKind;
import dev.oneoff.transfer.file.Shape;
import dev.oneoff.transfer.target.TargetColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which columns of the table a file has.
 *
 * @param width how many fields its records have
 * @param fields those that are imported, in the file's order, then those with a value that is the same in all rows
 * @param lookups fields whose values are looked up in other tables
 * @param kinds what the columns take, for each field of the file
 * @param ignored the names of those that are not imported
 * @param sparse whether some rows lack fields that others have
 */
record Heading(
        int width,
        List<Field> fields,
        List<Lookup> lookups,
        List<JsonKind> kinds,
        List<String> ignored,
        boolean sparse) {

    Heading {
        fields = List.copyOf(fields);
        lookups = List.copyOf(lookups);
        kinds = List.copyOf(kinds);
        ignored = List.copyOf(ignored);
    }

    boolean covers(List<String> columns) {
        return columns.stream().allMatch(column -> field(column).isPresent());
    }

    Optional<Field> field(String column) {
        return fields.stream()
                .filter(field -> field.column().name().name().equals(column))
                .findFirst();
    }

    /** Returns the places, from 1, of a record's fields that the server is sent: not those that are ignored. */
    List<Integer> sent() {
        List<Integer> places = new ArrayList<>(
                fields.stream().map(Field::place).filter(place -> place > 0).toList());
        if (sparse) {
            places.add(width + 1);
        }
        return places;
    }

    /** Returns the name of the column that a field of the file is; an empty text for none. */
    String named(int place) {
        return fields.stream()
                .filter(field -> field.place() == place && place > 0)
                .map(field -> field.column().name().name())
                .findFirst()
                .orElse("");
    }

    /** Returns what is wrong with a record of another number of fields. */
    Flaw otherwise(int count) {
        // Of objects all have the same number, but where none of them names one.
        return count == 0
                ? Flaw.of("field-count", "the object has no fields")
                : Flaw.of("field-count", count + (count == 1 ? " field" : " fields") + ", the first line has " + width);
    }

    /** Returns what people should know of it, of its file, and of the job that says more. */
    List<String> notes(Shape shape, String job) {
        List<String> notes = new ArrayList<>();
        if (!ignored.isEmpty()) {
            notes.add("ignored: " + String.join(", ", ignored));
        }
        if (!job.isEmpty()) {
            notes.add("as " + job + " says");
        }
        notes.addAll(shape.notes());
        return notes;
    }

    List<TargetColumn> columns() {
        return fields.stream().map(Field::column).toList();
    }

    /** Says whether every field is imported, as it stands. */
    boolean plain() {
        return ignored.isEmpty() && lookups.isEmpty() && fields.stream().allMatch(Field::plain);
    }
}
