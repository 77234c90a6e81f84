package dev.oneoff.transfer.embedded;

import dev.oneoff.database.Row;
import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with rows of the file, in a temporary table: there may be more than memory holds. For one thread. */
public final class Mistakes implements AutoCloseable {

    private static final String TABLE = """
            CREATE CACHED LOCAL TEMPORARY TABLE oneoff_reject (
                line BIGINT NOT NULL,
                place INT NOT NULL,
                field VARCHAR,
                "value" VARCHAR,
                code VARCHAR NOT NULL,
                reason VARCHAR NOT NULL)
            TRANSACTIONAL""";

    private static final String ALL =
            "SELECT line, place, field, \"value\", code, reason FROM oneoff_reject ORDER BY line, place";

    private final Session session;
    private final PreparedStatement adding;
    private long last;
    private long rows;

    /**
     * A mistake.
     *
     * @param place of the field, from 1; 0 for the row as a whole
     * @param value null where there is none to show
     */
    record Mistake(
            int place, @Nullable String field, @Nullable String value, String code, String reason) {

        static Mistake of(Cell cell, @Nullable String value, String code, String reason) {
            return new Mistake(cell.place(), cell.name(), value, code, reason);
        }

        /** Makes one of several fields together. */
        static Mistake of(List<Cell> cells, @Nullable String value, String code, String reason) {
            String names = String.join(", ", cells.stream().map(Cell::name).toList());
            return new Mistake(cells.get(0).place(), names, value, code, reason);
        }
    }

    /** Makes it; nothing is committed by that. */
    Mistakes(Session session) {
        this.session = session;
        session.execute(TABLE);
        try {
            this.adding = session.connection().prepareStatement("INSERT INTO oneoff_reject VALUES (?, ?, ?, ?, ?, ?)");
        } catch (SQLException e) {
            throw session.errors().translate(e, "preparing the import");
        }
    }

    /** Adds one of a row; those of a row come one after the other. */
    void add(long line, Mistake mistake) {
        rows += line == last ? 0 : 1;
        last = line;
        try {
            adding.setLong(1, line);
            adding.setInt(2, mistake.place());
            adding.setString(3, mistake.field());
            adding.setString(4, mistake.value());
            adding.setString(5, mistake.code());
            adding.setString(6, mistake.reason());
            adding.executeUpdate();
        } catch (SQLException e) {
            throw session.errors().translate(e, "writing what is wrong");
        }
    }

    /** Returns how many rows have any. */
    public long rows() {
        return rows;
    }

    /** Returns the lines of these rows, in order. */
    public RejectedLines lines() {
        return new RejectedLines(session, "SELECT DISTINCT line FROM oneoff_reject ORDER BY line");
    }

    /** Reads the first of them: line, place, field, value, code, reason. */
    public <T> List<T> first(int many, Row.Reader<T> reader) {
        return session.list(Sql.of(ALL + " LIMIT " + many), reader);
    }

    /** Ends its statement; the table goes with the session, since dropping it would commit. */
    @Override
    public void close() {
        try {
            adding.close();
        } catch (SQLException e) {
            throw session.errors().translate(e, "ending the import");
        }
    }
}
