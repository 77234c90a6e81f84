package dev.oneoff.database;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The current row of a result, valid only while it is handed out. Columns are counted from 1. */
public final class Row {

    private final ResultSet result;
    private final SqlErrors errors;

    Row(ResultSet result, SqlErrors errors) {
        this.result = result;
        this.errors = errors;
    }

    /** Returns the first columns as texts, none of them null. */
    public List<String> texts(int columns) {
        List<String> texts = new ArrayList<>(columns);
        for (int column = 1; column <= columns; column++) {
            texts.add(written(column));
        }
        return texts;
    }

    /** Returns a text column that is never NULL. */
    public String text(int column) {
        return present(textOrNull(column), column);
    }

    /** Returns a text column, null for NULL. */
    public @Nullable String textOrNull(int column) {
        return read(column, String.class);
    }

    /** Returns a column of any type that is never NULL, as the server writes it, for example json. */
    public String written(int column) {
        try {
            return present(result.getString(column), column);
        } catch (SQLException e) {
            throw errors.translate(e, "reading column " + column);
        }
    }

    /** Returns all columns as the engine writes them, null for NULL. */
    public List<@Nullable String> all() {
        try {
            List<@Nullable String> texts = new ArrayList<>();
            for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                texts.add(result.getString(column));
            }
            return texts;
        } catch (SQLException e) {
            throw errors.translate(e, "reading a row");
        }
    }

    /**
     * Returns a column of any type so that the very same value can be made of it again.
     *
     * @return null for NULL, an array as a list of such values, bytes as hexadecimal digits, all else as the engine writes it
     */
    public @Nullable Object exact(int column) {
        try {
            return exact(result, column);
        } catch (SQLException e) {
            throw errors.translate(e, "reading column " + column);
        }
    }

    /** Returns a column that is never NULL as a type of the JDK; as a text, where the JDK has none for it. */
    public Object value(int column) {
        try {
            Object value = present(result.getObject(column), column);
            if (value instanceof java.sql.Timestamp) {
                boolean zoned = List.of("timestamptz", "TIMESTAMP WITH TIME ZONE")
                        .contains(result.getMetaData().getColumnTypeName(column));
                return present(
                        zoned
                                ? result.getObject(column, OffsetDateTime.class)
                                : result.getObject(column, LocalDateTime.class),
                        column);
            }
            if (value instanceof java.sql.Date) {
                return present(result.getObject(column, LocalDate.class), column);
            }
            if (value instanceof java.sql.Time) {
                return present(result.getObject(column, LocalTime.class), column);
            }
            String home = value.getClass().getPackageName();
            return home.startsWith("java.") && !home.equals("java.sql") ? value : written(column);
        } catch (SQLException e) {
            throw errors.translate(e, "reading column " + column);
        }
    }

    /** Returns the same of any result of the embedded engine. */
    public static @Nullable Object exact(ResultSet result, int column) throws SQLException {
        ResultSetMetaData about = result.getMetaData();
        return switch (about.getColumnType(column)) {
            case Types.ARRAY -> elements(result.getArray(column));
            // A UUID calls itself binary, too, and is written with its hyphens.
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
                about.getColumnTypeName(column).equals("UUID")
                        ? result.getString(column)
                        : digits(result.getBytes(column));
            default -> result.getString(column);
        };
    }

    private static @Nullable List<@Nullable Object> elements(java.sql.@Nullable Array array) throws SQLException {
        if (array == null) {
            return null;
        }
        List<@Nullable Object> elements = new ArrayList<>();
        try (ResultSet rows = array.getResultSet()) {
            while (rows.next()) {
                elements.add(exact(rows, 2));
            }
        }
        return elements;
    }

    private static @Nullable String digits(byte @Nullable [] bytes) {
        return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }

    /** Returns a whole number; 0 for NULL. */
    public long number(int column) {
        Long value = longOrNull(column);
        return value == null ? 0 : value;
    }

    /** Returns a whole number, null for NULL. */
    public @Nullable Integer intOrNull(int column) {
        return read(column, Integer.class);
    }

    /** Returns a whole number of any width, null for NULL. */
    public @Nullable Long longOrNull(int column) {
        try {
            // getObject with Long.class takes no int4 (pgjdbc).
            long value = result.getLong(column);
            return result.wasNull() ? null : Long.valueOf(value);
        } catch (SQLException e) {
            throw errors.translate(e, "reading column " + column);
        }
    }

    /** Returns a truth value; false for NULL. */
    public boolean flag(int column) {
        return Boolean.TRUE.equals(read(column, Boolean.class));
    }

    /** Returns a point in time, null for NULL. */
    public @Nullable Instant instantOrNull(int column) {
        OffsetDateTime value = read(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    /** Returns a point in time of a column that is never NULL. */
    public Instant instant(int column) {
        return present(instantOrNull(column), column);
    }

    private <T> @Nullable T read(int column, Class<T> type) {
        try {
            return result.getObject(column, type);
        } catch (SQLException e) {
            throw errors.translate(e, "reading column " + column);
        }
    }

    private static <T> T present(@Nullable T value, int column) {
        if (value == null) {
            throw new IllegalStateException("column " + column + " is NULL");
        }
        return value;
    }

    /** Makes one value of a row. */
    @FunctionalInterface
    public interface Reader<T> {
        /** Reads the row; must not keep it. */
        T read(Row row);
    }
}
