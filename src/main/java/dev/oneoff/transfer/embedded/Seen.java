package dev.oneoff.transfer.embedded;

import dev.oneoff.database.Session;
import dev.oneoff.transfer.embedded.Mistakes.Mistake;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The values that rows of the file have in the columns of one unique key, each with its first line. For one thread. */
final class Seen implements AutoCloseable {

    private final List<Cell> cells;
    private final Bound adding;
    private final Bound finding;

    /**
     * Makes it, with a temporary table; nothing is committed by that.
     *
     * @param table its name, which no other has
     */
    Seen(Session session, String table, List<Cell> cells) {
        this.cells = cells;
        session.execute("CREATE CACHED LOCAL TEMPORARY TABLE " + table + " (oneoff_line BIGINT NOT NULL, "
                + cells.stream()
                        .map(cell ->
                                cell.column().quoted() + " " + cell.column().type())
                        .collect(Collectors.joining(", "))
                + ", PRIMARY KEY (" + names(cells) + ")) TRANSACTIONAL");
        this.adding = new Bound(
                session,
                "INSERT INTO " + table + " (" + names(cells) + ", oneoff_line) VALUES (" + casts(cells) + ", ?)",
                cells);
        this.finding = new Bound(session, "SELECT oneoff_line FROM " + table + " WHERE " + Same.as(cells), cells);
    }

    /** Adds those of a row; returns the mistake when an earlier one has the same. */
    Optional<Mistake> twice(Line line) throws SQLException {
        if (!line.has(cells)) {
            return Optional.empty();
        }
        try {
            adding.updateNumbered(line);
            return Optional.empty();
        } catch (SQLException e) {
            if (!Fault.UNIQUE.equals(e.getSQLState())) {
                throw e;
            }
        }
        try (ResultSet first = finding.query(line)) {
            first.next();
            return Optional.of(Mistake.of(
                    cells,
                    line.shown(cells),
                    "unique-in-file",
                    "the same " + cells.stream().map(Cell::name).collect(Collectors.joining(", ")) + " as line "
                            + first.getLong(1)));
        }
    }

    /** Says whether a row has all of the columns, and none of these fields is wrong. */
    boolean concerns(Line line, List<Integer> wrong) {
        return cells.stream().allMatch(cell -> line.gives(cell) && !wrong.contains(cell.place()));
    }

    private static String names(List<Cell> cells) {
        return cells.stream().map(cell -> cell.column().quoted()).collect(Collectors.joining(", "));
    }

    private static String casts(List<Cell> cells) {
        return cells.stream().map(Cell::cast).collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        adding.close();
        finding.close();
    }
}
