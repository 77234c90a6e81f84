package dev.oneoff.transfer.embedded;

import dev.oneoff.database.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds, inserts and updates the row of the table that a row of the file is. For one thread. */
final class Writes implements AutoCloseable {

    private final List<Cell> others;
    private final Bound inserting;
    private final Optional<Bound> finding;
    private final Optional<Bound> updating;

    Writes(Session session, Into into) {
        String table = into.table().name().quoted();
        List<Cell> cells = into.cells();
        this.inserting = new Bound(
                session, "INSERT INTO " + table + (cells.isEmpty() ? " DEFAULT VALUES" : values(cells)), cells);
        List<Cell> keys = into.keyCells();
        this.others = into.others();
        String where = " WHERE " + Same.as(keys);
        this.finding = into.found()
                ? Optional.of(new Bound(
                        session,
                        "SELECT " + (others.isEmpty() ? "1" : columns(others)) + " FROM " + table + where,
                        keys))
                : Optional.empty();
        List<Cell> set = others.stream().filter(cell -> !cell.column().always()).toList();
        List<Cell> bound = new ArrayList<>(set);
        bound.addAll(keys);
        this.updating = into.key()
                .filter(key -> !set.isEmpty())
                .map(key -> new Bound(
                        session,
                        "UPDATE " + table + " SET "
                                + set.stream()
                                        .map(cell -> cell.column().quoted() + " = " + cell.cast())
                                        .collect(Collectors.joining(", "))
                                + where,
                        bound));
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
        return inserting.update(line);
    }

    int update(Line line) throws SQLException {
        return updating.isPresent() ? updating.get().update(line) : 0;
    }

    private static String values(List<Cell> cells) {
        boolean always = cells.stream().anyMatch(cell -> cell.column().always());
        return " (" + columns(cells) + ")" + (always ? " OVERRIDING SYSTEM VALUE" : "") + " VALUES ("
                + cells.stream().map(Cell::cast).collect(Collectors.joining(", ")) + ")";
    }

    private static String columns(List<Cell> cells) {
        return cells.stream().map(cell -> cell.column().quoted()).collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        inserting.close();
        finding.ifPresent(Bound::close);
        updating.ifPresent(Bound::close);
    }
}
