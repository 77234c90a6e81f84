package dev.oneoff.transfer.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Counts the texts that a spreadsheet would run as a formula, in the bytes as they go by. See OWASP, CSV Injection.
 */
final class Formulas {

    private static final String BEGINNINGS = "=+-@\t\r";

    private final List<OutColumn> columns;
    private final byte separator;
    private final long[] found;
    private final int texts;
    private boolean headed;

    Formulas(List<OutColumn> columns, char separator) {
        this.columns = columns;
        this.separator = (byte) separator;
        this.found = new long[columns.size()];
        int last = 0;
        for (int at = 0; at < columns.size(); at++) {
            last = columns.get(at).text() ? at + 1 : last;
        }
        this.texts = last;
    }

    /** Looks at one line with its end; the first is the header. */
    void look(byte[] line) {
        if (!headed) {
            headed = true;
            return;
        }
        // Each of a million lines: what stands in the object is read once.
        byte end = separator;
        int at = 0;
        for (int column = 0; column < texts; column++) {
            // A separator here is an empty field; one that begins a text is quoted.
            byte first = line[at];
            boolean quoted = first == '"';
            byte begins = quoted ? line[at + 1] : first;
            if (begins <= '@'
                    && BEGINNINGS.indexOf(begins) >= 0
                    && (quoted || first != end)
                    && columns.get(column).text()) {
                found[column]++;
            }
            at = quoted ? afterQuote(line, at + 1) : at;
            while (line[at] != end && line[at] != '\n') {
                at++;
            }
            at++;
        }
    }

    private static int afterQuote(byte[] line, int from) {
        int at = from;
        while (line[at] != '"' || line[at + 1] == '"') {
            at += line[at] == '"' ? 2 : 1;
        }
        return at + 1;
    }

    /** Returns what is to be said; empty where there are none. */
    Optional<String> note() {
        long all = 0;
        List<String> where = new ArrayList<>();
        for (int at = 0; at < found.length; at++) {
            if (found[at] > 0) {
                all += found[at];
                where.add(columns.get(at).name().name());
            }
        }
        return all == 0
                ? Optional.empty()
                : Optional.of(
                        "a spreadsheet would take %,d %s for %s (they begin with = + - @ or a tab), in: %s; open the file there as text only"
                                .formatted(
                                        all,
                                        all == 1 ? "text" : "texts",
                                        all == 1 ? "a formula" : "formulas",
                                        String.join(", ", where)));
    }
}
