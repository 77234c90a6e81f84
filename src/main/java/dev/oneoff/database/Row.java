package dev.oneoff.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** The current row of a result, valid only while it is handed out. Columns are counted from 1. */
public final class Row {

    private final ResultSet result;

    Row(ResultSet result) {
        this.result = result;
    }

    /** Returns a text column that is never NULL. */
    public String text(int column) throws SQLException {
        String value = result.getString(column);
        if (value == null) {
            throw new SQLException("column " + column + " is NULL");
        }
        return value;
    }

    /** Returns a text column, null for NULL. */
    public @Nullable String textOrNull(int column) throws SQLException {
        return result.getString(column);
    }

    /** Returns a whole number; 0 for NULL. */
    public long number(int column) throws SQLException {
        return result.getLong(column);
    }

    /** Returns a whole number, null for NULL. */
    public @Nullable Integer intOrNull(int column) throws SQLException {
        int value = result.getInt(column);
        return result.wasNull() ? null : value;
    }

    /** Returns a whole number, null for NULL. */
    public @Nullable Long longOrNull(int column) throws SQLException {
        long value = result.getLong(column);
        return result.wasNull() ? null : value;
    }

    /** Returns a truth value; false for NULL. */
    public boolean flag(int column) throws SQLException {
        return result.getBoolean(column);
    }

    /** Returns a point in time, null for NULL. */
    public @Nullable Instant instantOrNull(int column) throws SQLException {
        OffsetDateTime value = result.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    /** Returns a point in time of a column that is never NULL. */
    public Instant instant(int column) throws SQLException {
        Instant value = instantOrNull(column);
        if (value == null) {
            throw new SQLException("column " + column + " is NULL");
        }
        return value;
    }

    /** Makes one value of a row. */
    @FunctionalInterface
    public interface Reader<T> {
        /** Reads the row; must not keep it. */
        T read(Row row) throws SQLException;
    }
}
