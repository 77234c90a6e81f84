package dev.oneoff.images;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The statements on the rows of one target, on H2. */
final class EmbeddedTarget {

    private final Session session;
    private final ImageTarget target;
    private final Lists lists;
    private final List<String> dependents;
    private final List<AddedColumn> added;
    private final List<Integer> settable;

    EmbeddedTarget(Session session, ImageTarget target) {
        this.session = session;
        this.target = target;
        this.lists = new Lists(target);
        this.dependents = session.list(about(EmbeddedSql.DEPENDENTS), row -> row.text(1));
        Set<String> fixed = new HashSet<>(session.list(about(EmbeddedSql.FIXED), row -> row.text(1)));
        List<String> known =
                target.columns().stream().map(column -> column.name().name()).toList();
        this.added = target.form() != ImageForm.INSERT
                ? List.of()
                : AddedColumn.all(session, target.table()).stream()
                        .filter(column -> !known.contains(column.name()))
                        .toList();
        this.settable = IntStream.rangeClosed(1, target.columns().size())
                .filter(n -> !lists.isKey(n) && !fixed.contains(name(n)))
                .boxed()
                .toList();
    }

    private Sql about(String statement) {
        return Sql.of(statement).with("table", target.table());
    }

    ImageForm form() {
        return target.form();
    }

    /** Returns the columns that may be given a value, from 1. */
    List<Integer> settable() {
        return settable;
    }

    /** Returns the name of a column; those that the image does not know are numbered after its own. */
    String name(int column) {
        int columns = target.columns().size();
        return column > columns
                ? added.get(column - columns - 1).name()
                : target.columns().get(column - 1).name().name();
    }

    /** Returns what there is of these rows, by their keys; locks it where asked to, in the order of the keys. */
    Map<List<String>, FoundRow> found(List<KeptRow> rows, boolean locking) {
        Map<List<String>, FoundRow> found = new HashMap<>();
        if (rows.isEmpty()) {
            return found;
        }
        int parts = target.key().size();
        int columns = target.columns().size();
        boolean needed = form() == ImageForm.INSERT && !dependents.isEmpty();
        String text = "SELECT " + lists.ofKey(n -> text("oneoff_t." + lists.key(n), type(n)), ", ") + ", "
                + (needed ? "CASE WHEN " + String.join(" OR ", dependents) + " THEN TRUE ELSE FALSE END" : "FALSE")
                + ", " + lists.ofColumns(n -> "oneoff_t." + lists.column(n), ", ")
                + added.stream().map(column -> ", " + column.given()).collect(Collectors.joining())
                + "\nFROM " + target.table() + " AS oneoff_t\nWHERE oneoff_t." + lists.key(1)
                // Which finds the index; a list of rows does not, and is gone through for each row.
                + " IN (SELECT * FROM UNNEST(CAST(? AS " + type(1) + " ARRAY)))"
                + (parts == 1
                        ? ""
                        : " AND (" + lists.ofKey(n -> "oneoff_t." + lists.key(n), ", ") + ") IN (SELECT * FROM UNNEST("
                                + lists.ofKey(n -> "CAST(? AS " + type(n) + " ARRAY)", ", ") + "))")
                + "\nORDER BY "
                + lists.ofKey(n -> "oneoff_t." + lists.key(n), ", ") + (locking ? "\nFOR UPDATE" : "");
        List<@Nullable Object> values = new ArrayList<>();
        for (int part = -1; part < (parts == 1 ? 0 : parts); part++) {
            int at = Math.max(0, part);
            values.add(Exact.bound(rows.stream().map(row -> row.key().get(at)).toList(), type(at + 1) + " ARRAY"));
        }
        session.list(Sql.positional(text, values), row -> {
            List<@Nullable Object> current = new ArrayList<>();
            for (int column = 1; column <= columns; column++) {
                current.add(row.exact(parts + 1 + column));
            }
            List<@Nullable String> given = new ArrayList<>();
            for (int column = 1; column <= added.size(); column++) {
                given.add(row.textOrNull(parts + 1 + columns + column));
            }
            return found.put(row.texts(parts), new FoundRow(current, row.flag(parts + 1), given));
        });
        return found;
    }

    /** Writes one row; returns how many were written. */
    int write(Judged judged) {
        KeptRow row = judged.row();
        List<@Nullable Object> values = new ArrayList<>();
        boolean whole = judged.act() == Judged.Act.RESTORE;
        String text = switch (form()) {
            case INSERT -> "DELETE FROM " + target.table() + where(row, values);
            case UPDATE -> update(judged, values);
            case DELETE -> whole ? insert(row, values) : update(judged, values);
        };
        return session.update(Sql.positional(text, values));
    }

    private String insert(KeptRow row, List<@Nullable Object> values) {
        for (int column = 1; column <= target.columns().size(); column++) {
            values.add(old(row, column));
        }
        return "INSERT INTO " + target.table() + " (" + lists.ofColumns(lists::column, ", ")
                + ")\nOVERRIDING SYSTEM VALUE\nVALUES (" + lists.ofColumns(this::cast, ", ") + ")";
    }

    private String update(Judged judged, List<@Nullable Object> values) {
        List<String> set = new ArrayList<>();
        for (int column : judged.restored()) {
            set.add(lists.column(column) + " = " + cast(column));
            values.add(old(judged.row(), column));
        }
        return "UPDATE " + target.table() + "\nSET " + String.join(", ", set) + where(judged.row(), values);
    }

    private String where(KeptRow row, List<@Nullable Object> values) {
        for (int part = 1; part <= target.key().size(); part++) {
            values.add(Exact.bound(row.key().get(part - 1), type(part)));
        }
        return "\nWHERE " + lists.ofKey(n -> lists.key(n) + " = CAST(? AS " + type(n) + ")", " AND ");
    }

    private @Nullable Object old(KeptRow row, int column) {
        return Exact.bound(
                row.was().get(column - 1), target.columns().get(column - 1).type());
    }

    private String cast(int column) {
        return "CAST(? AS " + target.columns().get(column - 1).type() + ")";
    }

    private String type(int part) {
        return target.key().get(part - 1).type();
    }

    private static String text(String expression, String type) {
        return Exact.binary(type) ? "RAWTOHEX(" + expression + ")" : "CAST(" + expression + " AS VARCHAR)";
    }
}
