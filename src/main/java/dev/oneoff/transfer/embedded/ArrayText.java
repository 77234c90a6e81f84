package dev.oneoff.transfer.embedded;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arrays as PostgreSQL writes them, {@code {1,NULL,"a b"}}, so that a file is the same for both engines. PostgreSQL manual,
 * 8.15.6. An array in Java is a list of texts, of lists, and of nulls. For one text.
 */
final class ArrayText {

    // What PostgreSQL takes for blank, array_isspace, and nothing else: other blanks of Unicode belong to a value.
    private static final String BLANKS = " \t\n\r\u000b\f";

    private final String text;
    private int at;

    private ArrayText(String text) {
        this.text = text;
    }

    static String write(List<?> elements) {
        StringBuilder text = new StringBuilder("{");
        for (Object element : elements) {
            text.append(text.length() == 1 ? "" : ",");
            if (element == null) {
                text.append("NULL");
            } else if (element instanceof List<?> inner) {
                text.append(write(inner));
            } else {
                text.append(quoted(element.toString()));
            }
        }
        return text.append('}').toString();
    }

    private static String quoted(String element) {
        boolean plain = !element.isEmpty()
                && !element.equalsIgnoreCase("NULL")
                && element.chars().noneMatch(c -> "{},\"\\".indexOf(c) >= 0 || BLANKS.indexOf(c) >= 0);
        return plain ? element : '"' + element.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /**
     * Reads an array.
     *
     * @throws IllegalArgumentException with the reason when it is none
     */
    static List<@Nullable Object> read(String text) {
        ArrayText reading = new ArrayText(stripped(text));
        List<@Nullable Object> elements = reading.array();
        if (reading.at < reading.text.length()) {
            throw reading.unfit();
        }
        return elements;
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> elements = new ArrayList<>();
        take('{');
        if (peek() == '}') {
            at++;
            return elements;
        }
        while (true) {
            elements.add(element());
            if (peek() == '}') {
                at++;
                return elements;
            }
            take(',');
        }
    }

    private @Nullable Object element() {
        return switch (peek()) {
            case '{' -> array();
            case '"' -> inQuotes();
            default -> plain();
        };
    }

    private String inQuotes() {
        StringBuilder element = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\') {
                at++;
            }
            element.append(character());
        }
        take('"');
        return element.toString();
    }

    private @Nullable String plain() {
        StringBuilder element = new StringBuilder();
        for (; at < text.length() && ",{}\"".indexOf(text.charAt(at)) < 0; at++) {
            if (text.charAt(at) == '\\') {
                at++;
            }
            element.append(character());
        }
        String found = stripped(element.toString());
        if (found.isEmpty()) {
            throw unfit();
        }
        return found.equalsIgnoreCase("NULL") ? null : found;
    }

    private static String stripped(String text) {
        int begin = 0;
        int end = text.length();
        while (begin < end && BLANKS.indexOf(text.charAt(begin)) >= 0) {
            begin++;
        }
        while (end > begin && BLANKS.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(begin, end);
    }

    private char character() {
        if (at >= text.length()) {
            throw unfit();
        }
        return text.charAt(at);
    }

    private char peek() {
        while (BLANKS.indexOf(character()) >= 0) {
            at++;
        }
        return text.charAt(at);
    }

    private void take(char expected) {
        if (peek() != expected) {
            throw unfit();
        }
        at++;
    }

    private IllegalArgumentException unfit() {
        return new IllegalArgumentException(
                "no array, which is written {1,NULL,\"a, b\"}; it cannot be read at its character "
                        + Math.min(at + 1, text.length() + 1));
    }
}
