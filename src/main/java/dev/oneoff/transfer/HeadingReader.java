package dev.oneoff.transfer;

import dev.oneoff.config.Nearest;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.rows.json.JsonKind;
import dev.oneoff.sql.Identifier;
import dev.oneoff.transfer.file.Shape;
import dev.oneoff.transfer.target.Reference;
import dev.oneoff.transfer.target.TargetColumn;
import dev.oneoff.transfer.target.TargetTable;
import dev.oneoff.transfer.target.Targets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds which column each field of a file is: as it is said, else by its name as it is, else without regard to case, else by
 * letters and digits alone. For one file.
 */
final class HeadingReader {

    private final TargetTable table;
    private final ImportRequest request;
    private final Texts texts;
    private final GivenTexts given;
    private final List<Field> fields = new ArrayList<>();
    private final List<Lookup> lookups = new ArrayList<>();
    private final List<JsonKind> kinds = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();
    private final Map<TargetColumn, Integer> taken = new HashMap<>();

    HeadingReader(TargetTable table, ImportRequest request, Texts texts) {
        this.table = table;
        this.request = request;
        this.texts = texts;
        this.given = new GivenTexts(texts.session(), table);
    }

    /**
     * Reads it.
     *
     * @throws OneoffException INPUT_REJECTED when a name is none of a column
     */
    Heading read(Shape shape) {
        request.replacement().flatMap(Replacement::scope).ifPresent(given::requireScope);
        requireWord(shape);
        requireNamed(request.columns().names(), "--map", shape);
        requireNamed(request.columns().references(), "--ref", shape);
        for (int place = 1; place <= shape.names().size(); place++) {
            String name = shape.names().get(place - 1);
            field(place, name, shape);
        }
        if (shape.json() && shape.names().isEmpty()) {
            // A list without an object: no row lacks a column.
            table.columns().stream()
                    .filter(column -> !column.computed())
                    .forEach(column -> fields.add(Field.plain(fields.size() + 1, column, false)));
        }
        request.columns().defaults().forEach(this::standard);
        return new Heading(
                Math.max(shape.names().size(), shape.names().isEmpty() ? fields.size() : 0),
                fields,
                lookups,
                kinds,
                ignored,
                !shape.sparse().isEmpty());
    }

    private void field(int place, String name, Shape shape) {
        Optional<TargetColumn> found = Optional.ofNullable(
                        request.columns().references().get(name))
                .map(reference -> looked(place, name, reference))
                .or(() -> named(name));
        if (found.isEmpty() && !request.passOver().extra()) {
            throw unknown(name, place, shape);
        }
        if (found.isEmpty() || found.get().computed()) {
            ignored.add(name.isEmpty() ? "field " + place : name);
            kinds.add(JsonKind.JSON);
            return;
        }
        TargetColumn column = found.get();
        Integer before = taken.put(column, place);
        if (before != null) {
            throw rejected(
                    shape.first(name),
                    "the fields " + before + " and " + place + " are both the column "
                            + column.name().name() + ".",
                    "Take one of them out, or call it otherwise.");
        }
        boolean looked = !lookups.isEmpty() && lookups.get(lookups.size() - 1).place() == place;
        Field field = Field.plain(place, column, shape.sparse().contains(name));
        fields.add(
                looked
                        ? field.with("(SELECT f.found FROM oneoff_found_" + place + " AS f WHERE f.name = "
                                + field.value() + " AND f.times = 1)")
                        : texts.read(field));
        kinds.add(looked ? JsonKind.SCALAR : Field.kind(column));
    }

    /** Returns the column that a field is said to be, else that of its name. */
    private Optional<TargetColumn> named(String name) {
        String said = request.columns().names().get(name);
        if (said == null) {
            return column(name);
        }
        return Optional.of(column(said)
                .orElseThrow(() -> usage(
                        "--map " + name + "=" + said + ": " + noColumn(table, said) + ".",
                        near(table, said) + columns(table))));
    }

    private void standard(String name, String value) {
        TargetColumn column = column(name)
                .orElseThrow(() -> usage(
                        "--default " + name + ": " + noColumn(table, name) + ".", near(table, name) + columns(table)));
        if (column.computed()) {
            throw usage("--default " + name + ": nobody can set this column.", "Take the option out.");
        }
        if (taken.put(column, 0) != null) {
            throw usage(
                    "--default " + name + ": the file has this column, or it is given twice.",
                    "Take the option out: a value of the file is never replaced.");
        }
        Field field = new Field(0, column, "CAST(" + Literal.of(value) + " AS text)", false);
        given.requireValue(name, value, field);
        fields.add(field);
    }

    /** Returns the column that refers to the row that a field names, and notes how it is found. */
    private TargetColumn looked(int place, String name, String reference) {
        int dot = reference.lastIndexOf('.');
        if (dot < 1) {
            throw usage("--ref " + name + "=" + reference + " is no table and column.", "Write --ref team=teams.name.");
        }
        String other = reference.substring(0, dot).toLowerCase(Locale.ROOT);
        String mapped = request.columns().names().getOrDefault(name, name);
        List<Reference> all = table.references().stream()
                .filter(each -> each.columns().size() == 1)
                .filter(each -> ("." + each.table().replace("\"", "").toLowerCase(Locale.ROOT)).endsWith("." + other))
                .toList();
        List<Reference> near = all.stream()
                .filter(each -> each.columns().get(0).startsWith(mapped))
                .toList();
        List<Reference> found = all.size() == 1 ? all : near;
        if (found.size() != 1) {
            throw usage(
                    "--ref " + name + "=" + reference + ": " + table.shown() + " has "
                            + (all.isEmpty() ? "no foreign key" : "several foreign keys") + " to that table.",
                    all.isEmpty()
                            ? "Name a table that one of its columns refers to."
                            : "Say which column it is: --map " + name + "="
                                    + all.get(0).columns().get(0) + ".");
        }
        Identifier by = Identifier.folded(reference.substring(dot + 1));
        requireColumn(found.get(0), by.name(), "--ref " + name + "=" + reference);
        lookups.add(new Lookup(place, found.get(0), by.quoted()));
        return table.column(found.get(0).columns().get(0)).orElseThrow();
    }

    private void requireColumn(Reference reference, String by, String option) {
        TargetTable other = new Targets(texts.session()).readable(reference.table(), "");
        if (other.column(by).isEmpty()) {
            throw usage(option + ": " + noColumn(other, by) + ".", near(other, by) + columns(other));
        }
    }

    /** Refuses a word for NULL that no field without quotes can be. */
    private void requireWord(Shape shape) {
        String word = request.values().nothing().orElse("");
        if (!shape.json() && word.chars().anyMatch(c -> c == shape.separator() || "\"\r\n".indexOf(c) >= 0)) {
            throw usage(
                    "--null " + word + ": no field can be that without quotes.",
                    "Name what stands for NULL in the file: a quote, the end of a line or what ends a field is no part of it.");
        }
    }

    private Optional<TargetColumn> column(String name) {
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

    private static void requireNamed(Map<String, String> said, String option, Shape shape) {
        for (String name : said.keySet()) {
            if (!shape.names().contains(name)) {
                throw usage(
                        option + " " + name + "=…: the file has no field " + name + ".",
                        "Its fields are: " + String.join(", ", shape.names()) + ".");
            }
        }
    }

    private OneoffException unknown(String name, int place, Shape shape) {
        if (name.isEmpty()) {
            return rejected(
                    shape.first(name),
                    "field " + place + " has no name.",
                    "Give it one in " + (shape.json() ? "that object" : "the file's first line") + ". " + columns(table)
                            + " --ignore-extra passes over it.");
        }
        return rejected(
                shape.first(name),
                noColumn(table, name) + " (field " + place + ").",
                near(table, name) + columns(table) + " --map " + name
                        + "=COLUMN says which one it is; --ignore-extra passes over what is none of them.");
    }

    private static String near(TargetTable table, String name) {
        return Nearest.to(name, names(table))
                .map(column -> "Did you mean " + column + "? ")
                .orElse("");
    }

    private static List<String> names(TargetTable table) {
        return table.columns().stream().map(column -> column.name().name()).toList();
    }

    private static String noColumn(TargetTable table, String name) {
        return table.shown() + " has no column " + name;
    }

    private static String columns(TargetTable table) {
        return "The columns are: " + String.join(", ", names(table)) + ".";
    }

    private static OneoffException rejected(String where, String what, String next) {
        return new OneoffException(FailureKind.INPUT_REJECTED, where + ": " + what, next);
    }

    private static OneoffException usage(String what, String next) {
        return new OneoffException(FailureKind.USAGE, what, next);
    }
}
