package dev.oneoff.transfer.export;

/**
 * The text form in which COPY sends rows: tabs between fields, {@code \N} for NULL, one letter after a backslash for what would be
 * taken for something else. PostgreSQL manual, COPY, Text Format.
 */
final class CopyText {

    private CopyText() {}

    /** Returns a text in that form. */
    static String of(String text) {
        return text.replace("\\", "\\\\")
                .replace("\b", "\\b")
                .replace("\f", "\\f")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }

    /** Says whether a field ends here: nothing in it looks like that. */
    static boolean ends(byte b) {
        return b == '\t' || b == '\n';
    }

    /** Says whether a field that begins here is NULL; it is two bytes long then. */
    static boolean isNull(byte[] row, int from) {
        return row[from] == '\\' && row[from + 1] == 'N';
    }

    /** Puts a field as it is; returns where it ends. */
    static int plain(byte[] row, int from, LineBuffer into) {
        int at = from;
        int copied = from;
        for (byte b = row[at]; !ends(b); b = row[at]) {
            if (b == '\\') {
                into.put(row, copied, at - copied);
                into.put(meant(row[at + 1]));
                at++;
                copied = at + 1;
            }
            at++;
        }
        into.put(row, copied, at - copied);
        return at;
    }

    /** Returns what stands for a letter after a backslash. */
    private static byte meant(byte letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0b;
            default -> letter;
        };
    }
}
