package dev.oneoff.transfer.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Lines of objects, byte for byte those that {@code row_to_json} would make of the values, which takes the server three times as long
 * as sending them. What a type's name does not keep, since it is somebody's own, is a text. For one thread.
 */
final class CopiedJson implements CopiedLines {

    /** What a value is written as in JSON. */
    enum Form {
        /** As it stands, in quotes where JSON does not know it: NaN, infinity. */
        NUMBER,
        /** true or false. */
        FLAG,
        /** In quotes. */
        TEXT,
        /** As it stands: it comes as JSON. */
        JSON
    }

    private static final byte[] QUOTE = {'\\', '"'};
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

    private static final byte[][] CONTROLS = IntStream.range(0, ' ')
            .mapToObj(control -> "\\u%04x".formatted(control).getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);

    private final byte[][] names;
    private final Form[] forms;
    private final LineBuffer into = new LineBuffer();

    CopiedJson(Source source) {
        this.names = source.names().stream().map(CopiedJson::name).toArray(byte[][]::new);
        this.forms = source.columns().stream().map(source::form).toArray(Form[]::new);
    }

    private static byte[] name(String column) {
        LineBuffer name = new LineBuffer();
        text((CopyText.of(column) + '\n').getBytes(StandardCharsets.UTF_8), 0, name);
        name.put(':');
        return Arrays.copyOf(name.bytes(), name.length());
    }

    @Override
    public void send(byte[] row, Lines.Target target) throws IOException {
        into.reserve(row.length);
        into.put('{');
        int from = 0;
        for (int column = 0; column < forms.length; column++) {
            if (column > 0) {
                into.put(',');
            }
            into.put(names[column]);
            from = value(forms[column], row, from, into) + 1;
        }
        if (forms.length > 0 && from != row.length) {
            throw new IllegalStateException("a row has other fields than the columns asked for");
        }
        into.put('}');
        into.put('\n');
        into.send(target);
    }

    /** Puts a value; returns where its field ends. */
    private static int value(Form form, byte[] row, int from, LineBuffer into) {
        if (CopyText.isNull(row, from)) {
            into.put(NULL);
            return from + 2;
        }
        return switch (form) {
            case NUMBER -> number(row, from, into);
            case FLAG -> flag(row, from, into);
            case TEXT -> text(row, from, into);
            case JSON -> CopyText.plain(row, from, into);
        };
    }

    private static int flag(byte[] row, int from, LineBuffer into) {
        if (!CopyText.ends(row[from + 1])) {
            return text(row, from, into);
        }
        into.put(row[from] == 't' ? TRUE : FALSE);
        return from + 1;
    }

    private static int number(byte[] row, int from, LineBuffer into) {
        int end = from;
        while (!CopyText.ends(row[end])) {
            end++;
        }
        if (end > from && (row[from] == '-' || digit(row[from])) && digit(row[end - 1])) {
            into.put(row, from, end - from);
            return end;
        }
        return text(row, from, into);
    }

    private static boolean digit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** Puts a text: what COPY escapes, JSON escapes in the same way, but for one letter. */
    private static int text(byte[] row, int from, LineBuffer into) {
        into.put('"');
        int at = from;
        int copied = from;
        for (byte b = row[at]; !CopyText.ends(b); b = row[++at]) {
            if (b == '\\' && row[at + 1] != 'v') {
                at++;
            } else if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
                into.put(row, copied, at - copied);
                at += b == '\\' ? 1 : 0;
                into.put(b == '"' ? QUOTE : CONTROLS[b == '\\' ? 0x0b : b]);
                copied = at + 1;
            }
        }
        into.put(row, copied, at - copied);
        into.put('"');
        return at;
    }
}
