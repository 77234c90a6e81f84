package dev.oneoff.transfer.embedded;

import dev.oneoff.database.Row;
import dev.oneoff.database.Session;
import dev.oneoff.images.ImageForm;
import dev.oneoff.sql.Identifier;
import dev.oneoff.transfer.undo.EmbeddedKeeping;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds, inserts and updates the row of the table that a row of the file is. For one thread. */
final class Writes implements AutoCloseable {

    private final List<Cell> others;
    private final Bound inserting;
    private final Optional<Bound> finding;
    private final Optional<Bound> updating;
    private final Optional<Bound> before;
    private final Optional<Bound> within;
    private final Optional<EmbeddedKeeping> keeping;

    Writes(Session session, Into into, Optional<EmbeddedKeeping> keeping) {
        this.keeping = keeping;
        String table = into.table().name().quoted();
        List<Cell> cells = into.cells();
        this.inserting = new Bound(
                session,
                "INSERT INTO " + table + (cells.isEmpty() ? " DEFAULT VALUES" : values(cells)),
                cells,
                into.takes().inserts() ? kept(ImageForm.INSERT) : List.of());
        List<Cell> keys = into.keyCells();
        this.others = into.others();
        String where = " FROM " + table + " WHERE " + Same.as(keys);
        this.finding = into.found()
                ? Optional.of(new Bound(session, "SELECT " + (others.isEmpty() ? "1" : columns(others)) + where, keys))
                : Optional.empty();
        this.within = into.takes()
                .scope()
                .filter(scope -> into.found())
                .map(scope -> new Bound(session, "SELECT 1" + where + " AND (" + scope + "\n)", keys));
        List<Cell> set = others.stream().filter(cell -> !cell.column().always()).toList();
        boolean updates = into.found() && into.takes().updates() && !set.isEmpty();
        this.updating = updates ? Optional.of(updating(session, table, set, keys)) : Optional.empty();
        this.before = updates && keeping.isPresent()
                ? Optional.of(new Bound(session, "SELECT " + quoted(kept(ImageForm.UPDATE)) + where, keys))
                : Optional.empty();
    }

    /** Says whether the row that is there is one of the scope. */
    boolean within(Line line) throws SQLException {
        return within.isEmpty() || within.get().any(line);
    }

    private Bound updating(Session session, String table, List<Cell> set, List<Cell> keys) {
        List<Cell> bound = new ArrayList<>(set);
        bound.addAll(keys);
        return new Bound(
                session,
                "UPDATE " + table + " SET "
                        + set.stream()
                                .map(cell -> cell.column().quoted() + " = " + cell.cast())
                                .collect(Collectors.joining(", "))
                        + " WHERE " + Same.as(keys),
                bound,
                kept(ImageForm.UPDATE));
    }

    /** Returns the names of the columns of which an undo needs the values, those of the key first. */
    private List<String> kept(ImageForm form) {
        return keeping.map(images -> images.target(form)).stream()
                .flatMap(target -> Stream.concat(target.key().stream(), target.columns().stream()))
                .map(column -> column.name().name())
                .toList();
    }

    /** Returns what the row that is there holds in the fields beside the key; empty when none is there. */
    Optional<List<@Nullable String>> found(Line line) throws SQLException {
        if (finding.isEmpty()) {
            return Optional.empty();
        }
        try (ResultSet row = finding.get().query(line)) {
            if (!row.next()) {
                return Optional.empty();
            }
            List<@Nullable String> values = new ArrayList<>();
            for (int at = 0; at < others.size(); at++) {
                values.add(others.get(at).kind().text(row, at + 1));
            }
            return Optional.of(values);
        }
    }

    int insert(Line line) throws SQLException {
        int rows = inserting.update(line);
        if (keeping.isPresent()) {
            keep(ImageForm.INSERT, List.of(), inserting.returned());
        }
        return rows;
    }

    int update(Line line) throws SQLException {
        if (updating.isEmpty()) {
            return 0;
        }
        List<@Nullable Object> was = before.isPresent() ? values(before.get().query(line)) : List.of();
        int rows = updating.get().update(line);
        if (keeping.isPresent()) {
            keep(ImageForm.UPDATE, was, updating.get().returned());
        }
        return rows;
    }

    private void keep(ImageForm form, List<@Nullable Object> was, ResultSet returned) throws SQLException {
        List<@Nullable Object> now = values(returned);
        // A trigger may have written something else instead.
        if (!now.isEmpty()) {
            keeping.orElseThrow().keep(form, was, now);
        }
    }

    /** Returns those of the first row, exactly; none when there is none. */
    private static List<@Nullable Object> values(ResultSet rows) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        try (rows) {
            if (rows.next()) {
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    values.add(filled(rows, column));
                }
            }
        }
        return values;
    }

    /** H2 fills up a CHAR in what a query finds, and not in what a statement returns. */
    private static @Nullable Object filled(ResultSet rows, int column) throws SQLException {
        Object value = Row.exact(rows, column);
        ResultSetMetaData about = rows.getMetaData();
        return about.getColumnType(column) == Types.CHAR && value instanceof String text
                ? text + " ".repeat(Math.max(0, about.getPrecision(column) - text.length()))
                : value;
    }

    private static String values(List<Cell> cells) {
        boolean always = cells.stream().anyMatch(cell -> cell.column().always());
        return " (" + columns(cells) + ")" + (always ? " OVERRIDING SYSTEM VALUE" : "") + " VALUES ("
                + cells.stream().map(Cell::cast).collect(Collectors.joining(", ")) + ")";
    }

    private static String quoted(List<String> names) {
        return names.stream().map(name -> Identifier.of(name).quoted()).collect(Collectors.joining(", "));
    }

    private static String columns(List<Cell> cells) {
        return cells.stream().map(cell -> cell.column().quoted()).collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        inserting.close();
        finding.ifPresent(Bound::close);
        updating.ifPresent(Bound::close);
        before.ifPresent(Bound::close);
        within.ifPresent(Bound::close);
    }
}
