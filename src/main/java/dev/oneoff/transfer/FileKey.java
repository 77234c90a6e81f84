package dev.oneoff.transfer;

import dev.oneoff.config.Nearest;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.sql.Identifier;
import dev.oneoff.transfer.target.TargetTable;
import dev.oneoff.transfer.target.UniqueKey;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Which columns say which row of the table a row of the file is. */
record FileKey(TargetTable table, Heading heading, ImportRequest request) {

    /** Returns them; empty for a file without a key that may be imported all the same. */
    Optional<UniqueKey> key() {
        Optional<UniqueKey> key = found();
        if (request.mode() == ImportMode.REPLACE && !key.orElseThrow().required()) {
            throw refused(
                    "The key " + String.join(", ", key.get().columns()) + " may be NULL: such rows of " + table.shown()
                            + " could neither be found nor told from each other.",
                    "Name another key with --key.");
        }
        return key;
    }

    private Optional<UniqueKey> found() {
        if (!request.key().isEmpty()) {
            return Optional.of(named());
        }
        List<UniqueKey> covered = table.uniques().stream()
                .filter(unique -> unique.plain() && unique.required() && heading.covers(unique.columns()))
                .toList();
        if (covered.isEmpty()) {
            if (request.passOver().noKey() && request.mode() == ImportMode.INSERT) {
                return Optional.empty();
            }
            Optional<UniqueKey> nullable = table.uniques().stream()
                    .filter(unique -> unique.plain() && heading.covers(unique.columns()))
                    .findFirst();
            if (request.mode() == ImportMode.REPLACE && nullable.isPresent()) {
                return nullable;
            }
            throw nullable.map(this::unsaid).orElseGet(this::none);
        }
        if (covered.get(0).primary() || covered.size() == 1 || request.mode() == ImportMode.INSERT) {
            return Optional.of(covered.get(0));
        }
        throw refused(
                "Several unique keys of " + table.shown() + " have their columns in the file.",
                "Say which of them decides: "
                        + String.join(
                                ", ",
                                covered.stream()
                                        .map(unique -> "--key " + String.join(",", unique.columns()))
                                        .toList())
                        + ".");
    }

    private OneoffException none() {
        return refused(
                "No unique key of " + table.shown() + " has all its columns in the file, so a second run would not"
                        + " know the rows of the first.",
                "Add the columns of one to the file" + keys() + orNoKey());
    }

    private OneoffException unsaid(UniqueKey nullable) {
        return refused(
                "The unique key of " + table.shown() + " that the file has (" + String.join(", ", nullable.columns())
                        + ") may be NULL, so a second run might not know the rows of the first.",
                "Say --key " + String.join(",", nullable.columns()) + ": then rows without it are rejected"
                        + orNoKey());
    }

    private String orNoKey() {
        return request.mode() == ImportMode.INSERT ? ", or say --no-key: then every run inserts its rows again." : ".";
    }

    private UniqueKey named() {
        List<String> names = request.key().stream()
                .map(String::strip)
                .map(name -> table.column(name).isPresent()
                        ? name
                        : Identifier.folded(name).name())
                .toList();
        if (!heading.covers(names)) {
            throw lacking(names);
        }
        return table.uniques().stream()
                .filter(unique -> unique.plain() && new HashSet<>(unique.columns()).equals(new HashSet<>(names)))
                .findFirst()
                .orElseThrow(() -> refused(
                        table.shown() + " has no unique key of " + String.join(", ", names) + ".",
                        "Create a unique index, or name another key" + keys() + "."));
    }

    private OneoffException lacking(List<String> names) {
        List<String> known =
                table.columns().stream().map(column -> column.name().name()).toList();
        Optional<String> unknown =
                names.stream().filter(name -> !known.contains(name)).findFirst();
        if (unknown.isPresent()) {
            return refused(
                    "--key " + String.join(",", request.key()) + ": " + table.shown() + " has no column "
                            + unknown.get() + ".",
                    Nearest.to(unknown.get(), known)
                                    .map(near -> "Did you mean " + near + "? ")
                                    .orElse("")
                            + "Name the columns of a unique key" + keys() + ".");
        }
        return refused(
                "The file does not have all columns of the key " + String.join(", ", names) + ": "
                        + String.join(
                                ", ",
                                names.stream()
                                        .filter(name -> heading.field(name).isEmpty())
                                        .toList())
                        + " is missing.",
                "Add it, or name another key.");
    }

    private String keys() {
        List<String> known = table.uniques().stream()
                .filter(UniqueKey::plain)
                .map(unique -> String.join(", ", unique.columns()))
                .toList();
        return known.isEmpty() ? "" : " (" + String.join("; ", known) + ")";
    }

    private static OneoffException refused(String what, String next) {
        return new OneoffException(FailureKind.REFUSED, what, next);
    }
}
