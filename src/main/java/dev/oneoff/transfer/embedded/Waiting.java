package dev.oneoff.transfer.embedded;

import dev.oneoff.database.Session;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/** Rows that refer to others of their own table which are not there yet, in a temporary table. For one thread. */
final class Waiting {

    private final Session session;

    /** Is given a row; true when it need not wait any more. */
    @FunctionalInterface
    interface Trial {
        boolean over(Line line) throws SQLException;
    }

    /** Makes it; nothing is committed by that. */
    Waiting(Session session) {
        this.session = session;
        session.execute(
                "CREATE CACHED LOCAL TEMPORARY TABLE oneoff_waiting (line BIGINT PRIMARY KEY, texts CHARACTER VARYING"
                        + " ARRAY NOT NULL, given CHARACTER VARYING NOT NULL) TRANSACTIONAL");
    }

    void add(Line line) throws SQLException {
        try (PreparedStatement adding =
                session.connection().prepareStatement("INSERT INTO oneoff_waiting VALUES (?, ?, ?)")) {
            adding.setLong(1, line.number());
            adding.setObject(2, line.texts());
            adding.setString(3, line.given());
            adding.executeUpdate();
        }
    }

    /** Tries all of them as long as that helps, forwards and backwards in turn: children may come before their parents or after. */
    void again(Trial trial) throws SQLException {
        boolean forwards = true;
        while (once(forwards, trial) > 0) {
            forwards = !forwards;
        }
    }

    /** Tries all of them once; returns how many were over. */
    long once(boolean forwards, Trial trial) throws SQLException {
        long over = 0;
        String all = "SELECT line, texts, given FROM oneoff_waiting ORDER BY line" + (forwards ? "" : " DESC");
        try (PreparedStatement reading = session.connection().prepareStatement(all);
                PreparedStatement removing =
                        session.connection().prepareStatement("DELETE FROM oneoff_waiting WHERE line = ?");
                ResultSet row = reading.executeQuery()) {
            while (row.next()) {
                Line line = new Line(row.getLong(1), texts(row.getArray(2)), row.getString(3));
                if (trial.over(line)) {
                    removing.setLong(1, line.number());
                    removing.executeUpdate();
                    over++;
                }
            }
        }
        return over;
    }

    private static String[] texts(Array array) throws SQLException {
        Object[] elements = (Object[]) array.getArray();
        return Arrays.copyOf(elements, elements.length, String[].class);
    }
}
