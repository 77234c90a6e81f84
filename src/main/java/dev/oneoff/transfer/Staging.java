package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.rows.Records;
import dev.oneoff.transfer.ImportRequest.Values;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** The temporary table of a file's fields as texts, {@code oneoff_raw}. Gone with the transaction. */
record Staging(Session session, Heading heading, char separator, Values values) {

    private static final String REJECT = """
            CREATE TEMPORARY TABLE oneoff_reject (
                line bigint NOT NULL,
                place int NOT NULL,
                field text,
                value text,
                code text NOT NULL,
                reason text NOT NULL)
            ON COMMIT DROP""";

    private static final String KNOWN = """
            INSERT INTO oneoff_reject (line, place, code, reason)
            SELECT r.line, 0, 'other', 'it was rejected before'
            FROM oneoff_raw AS r
            WHERE r.line = ANY (CAST(:lines AS bigint[]))""";

    /** Makes the table of what is wrong with rows, {@code oneoff_reject}. */
    static void rejects(Session session) {
        session.execute(REJECT);
    }

    /**
     * Copies records as they are.
     *
     * @param most how many at the most
     * @return how many there were
     */
    long copy(Records records, long most, Reading reading) throws IOException {
        session.execute("CREATE TEMPORARY TABLE oneoff_raw (line bigint NOT NULL, "
                + columns().stream().map(column -> column + " text").collect(Collectors.joining(", "))
                + ") ON COMMIT DROP");
        String statement = "COPY oneoff_raw (line, " + String.join(", ", columns()) + ") FROM STDIN "
                + form(separator, values, columns());
        return new Feed(session, heading, separator, reading)
                .copy(statement, records, most, record -> true)
                .orElseThrow();
    }

    /** Rejects rows that are known to be wrong; returns how many of these there are. */
    long reject(List<Long> lines) {
        session.update(Sql.of(KNOWN)
                .with("lines", lines.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"))));
        return session.list(Sql.of("SELECT count(DISTINCT line) FROM oneoff_reject"), row -> row.number(1))
                .get(0);
    }

    /** Returns how the records of a file are written, for a COPY of these columns. */
    static String form(char separator, Values values, List<String> columns) {
        String nothing =
                values.nothing().map(text -> ", NULL " + Literal.of(text)).orElse("");
        String empty = values.emptyIsNull() ? ", FORCE_NULL (" + String.join(", ", columns) + ")" : "";
        return "(FORMAT csv, DELIMITER E'\\x%02x'%s%s)".formatted((int) separator, nothing, empty);
    }

    /** Where some rows lack fields, one more column says which. */
    private List<String> columns() {
        return heading.sent().stream()
                .map(place -> place > heading.width() ? "given" : "c" + place)
                .toList();
    }
}
