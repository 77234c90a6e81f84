package dev.oneoff.transfer.embedded;

import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How values of a type of H2 stand in a file: a text of which the same value can be made again. Bytes, truth values and arrays
 * are written as PostgreSQL writes them, everything else as H2 does.
 *
 * @param type as the catalogue and the driver name it
 */
public record Kind(Form form, String type) {

    private static final String HEX = "\\x";
    private static final Pattern ARRAY = Pattern.compile(" ARRAY(\\[\\d+\\])?$");

    /** What a type is made of. */
    public enum Form {
        /** Whole numbers and those with a point. */
        NUMBER,
        /** True or false. */
        FLAG,
        /** Bytes. */
        BYTES,
        /** A value of JSON. */
        JSON,
        /** An array of another type. */
        ARRAY,
        /** Everything else. */
        TEXT
    }

    /** Returns the one of a type. */
    public static Kind of(String type) {
        return new Kind(form(type), type);
    }

    private static Form form(String type) {
        if (ARRAY.matcher(type).find()) {
            return Form.ARRAY;
        }
        if (type.startsWith("BINARY")) {
            return Form.BYTES;
        }
        return switch (type.replaceFirst("\\(.*", "")) {
            case "TINYINT",
                    "SMALLINT",
                    "INTEGER",
                    "BIGINT",
                    "NUMERIC",
                    "DECFLOAT",
                    "REAL",
                    "FLOAT",
                    "DOUBLE PRECISION" -> Form.NUMBER;
            case "BOOLEAN" -> Form.FLAG;
            case "JSON" -> Form.JSON;
            default -> Form.TEXT;
        };
    }

    /** Returns the one of the elements of an array. */
    public Kind element() {
        return of(ARRAY.matcher(type).replaceFirst(""));
    }

    /** Says whether it is an array, of any depth, of JSON. */
    public boolean documents() {
        return form == Form.ARRAY && (element().form == Form.JSON || element().documents());
    }

    /** Says whether values begin with a date. */
    public boolean dated() {
        return type.startsWith("DATE") || type.startsWith("TIMESTAMP");
    }

    /** Says whether values are moments, with the zone they were written in. */
    public boolean zoned() {
        return type.startsWith("TIMESTAMP") && type.endsWith("WITH TIME ZONE");
    }

    /** Says whether values are single times that keep no zone. */
    public boolean zoneless() {
        return form != Form.ARRAY && type.startsWith("TIME") && !type.endsWith("WITH TIME ZONE");
    }

    /** Says whether values may be equal and their texts not: 1.0 and 1.00, the same moment in two zones. */
    public boolean severalTexts() {
        return form == Form.NUMBER
                || zoned()
                || (form == Form.ARRAY && element().severalTexts());
    }

    /** Returns what rows are ordered by, so that texts stand by their bytes in UTF-8 whatever the collation is. */
    public String order(String column) {
        return type.startsWith("CHARACTER") ? "STRINGTOUTF8(" + column + ")" : column;
    }

    /** Returns the text of a value, null for NULL. */
    public @Nullable String text(ResultSet row, int column) throws SQLException {
        return switch (form) {
            case ARRAY -> {
                List<@Nullable Object> elements = elements(row, column);
                yield elements == null ? null : ArrayText.write(elements);
            }
            case BYTES -> {
                byte[] bytes = row.getBytes(column);
                yield bytes == null ? null : HEX + HexFormat.of().formatHex(bytes);
            }
            case FLAG -> {
                boolean flag = row.getBoolean(column);
                yield row.wasNull() ? null : flag ? "t" : "f";
            }
            case NUMBER, JSON, TEXT -> row.getString(column);
        };
    }

    private @Nullable List<@Nullable Object> elements(ResultSet row, int column) throws SQLException {
        Array array = row.getArray(column);
        if (array == null) {
            return null;
        }
        Kind kind = element();
        List<@Nullable Object> elements = new ArrayList<>();
        try (ResultSet each = array.getResultSet()) {
            while (each.next()) {
                elements.add(kind.form == Form.ARRAY ? kind.elements(each, 2) : kind.text(each, 2));
            }
        }
        return elements;
    }

    /**
     * Returns what is bound to make a value of a text by a cast.
     *
     * @throws IllegalArgumentException with the reason when it is no text of this kind
     */
    Object parameter(String text) {
        return switch (form) {
            case ARRAY -> parameters(ArrayText.read(text));
            case BYTES -> bytes(text);
            // A text would be made a text within JSON.
            case JSON -> text.getBytes(StandardCharsets.UTF_8);
            case NUMBER, FLAG, TEXT -> text;
        };
    }

    private @Nullable Object[] parameters(List<@Nullable Object> elements) {
        Kind kind = element();
        @Nullable Object[] parameters = new Object[elements.size()];
        for (int at = 0; at < parameters.length; at++) {
            Object element = elements.get(at);
            if (element instanceof List<?> inner) {
                if (kind.form != Form.ARRAY) {
                    throw new IllegalArgumentException("an array within the array, which has none in " + type);
                }
                parameters[at] = kind.parameters(new ArrayList<>(inner));
            } else if (element != null) {
                parameters[at] = kind.parameter((String) element);
            }
        }
        return parameters;
    }

    private static byte[] bytes(String text) {
        if (!text.startsWith(HEX)) {
            throw new IllegalArgumentException("bytes are written as hexadecimal digits after \\x");
        }
        try {
            return HexFormat.of().parseHex(text.substring(HEX.length()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("bytes are written as pairs of hexadecimal digits after \\x", e);
        }
    }
}
