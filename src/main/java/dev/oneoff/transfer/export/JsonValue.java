package dev.oneoff.transfer.export;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.oneoff.transfer.embedded.Kind;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A value of the embedded database as JSON. */
final class JsonValue {

    private JsonValue() {}

    /** Returns it, null for NULL. */
    static @Nullable String of(Kind kind, ResultSet row, int column) throws SQLException {
        String text = kind.text(row, column);
        if (text == null) {
            return null;
        }
        return switch (kind.form()) {
            // Elements that are JSON would not be told from an array within the array, nor null from NULL.
            case ARRAY -> kind.documents() ? quoted(text) : elements(kind.element(), row.getArray(column));
            case FLAG -> Boolean.toString(text.equals("t"));
            case JSON -> text;
            case NUMBER -> number(text);
            case BYTES, TEXT -> quoted(text);
        };
    }

    private static String elements(Kind kind, Array elements) throws SQLException {
        StringBuilder json = new StringBuilder("[");
        try (ResultSet each = elements.getResultSet()) {
            while (each.next()) {
                json.append(json.length() == 1 ? "" : ",").append(of(kind, each, 2));
            }
        }
        return json.append(']').toString();
    }

    /** A number that JSON does not know is a text. */
    private static String number(String text) {
        char last = text.charAt(text.length() - 1);
        return last < '0' || last > '9' ? quoted(text) : text;
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
