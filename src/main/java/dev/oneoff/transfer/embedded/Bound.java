package dev.oneoff.transfer.embedded;

import dev.oneoff.database.Session;
import dev.oneoff.database.SqlErrors;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** A statement that is run for one row after the other, each time with the texts of the same fields. For one thread. */
final class Bound implements AutoCloseable {

    private final PreparedStatement statement;
    private final List<Cell> cells;
    private final List<Kind> kinds;
    private final SqlErrors errors;

    /**
     * Makes it.
     *
     * @param cells one for each value of the statement
     */
    Bound(Session session, String sql, List<Cell> cells) {
        this(session, sql, cells, List.of());
    }

    /**
     * Makes one that returns columns of the rows that it changes, as they are then.
     *
     * @param returned their names; none for a statement that returns nothing
     */
    Bound(Session session, String sql, List<Cell> cells, List<String> returned) {
        this.errors = session.errors();
        this.cells = List.copyOf(cells);
        this.kinds = cells.stream().map(Cell::kind).toList();
        try {
            this.statement = returned.isEmpty()
                    ? session.connection().prepareStatement(sql)
                    : session.connection().prepareStatement(sql, returned.toArray(String[]::new));
        } catch (SQLException e) {
            throw errors.translate(e, "preparing the import");
        }
    }

    private void bind(Line line) throws SQLException {
        for (int at = 0; at < kinds.size(); at++) {
            String text = line.text(cells.get(at));
            statement.setObject(at + 1, text == null ? null : kinds.get(at).parameter(text));
        }
    }

    ResultSet query(Line line) throws SQLException {
        bind(line);
        return statement.executeQuery();
    }

    /** Says whether there is a row. */
    boolean any(Line line) throws SQLException {
        try (ResultSet result = query(line)) {
            return result.next();
        }
    }

    int update(Line line) throws SQLException {
        bind(line);
        return statement.executeUpdate();
    }

    /** Returns the rows that the last update has changed. */
    ResultSet returned() throws SQLException {
        return statement.getGeneratedKeys();
    }

    /** Updates by a statement that has the number of the line for its last value, too. */
    int updateNumbered(Line line) throws SQLException {
        bind(line);
        statement.setLong(kinds.size() + 1, line.number());
        return statement.executeUpdate();
    }

    @Override
    public void close() {
        try {
            statement.close();
        } catch (SQLException e) {
            throw errors.translate(e, "ending the import");
        }
    }
}
