package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.rows.csv.RecordBytes;
import java.io.IOException;
import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * The temporary tables of an import: the fields as texts, {@code oneoff_raw}, and what is wrong with them,
 * {@code oneoff_reject}. Gone with the transaction.
 */
record Staging(Session session, Heading heading, char separator) {

    private static final String REJECT = """
            CREATE TEMPORARY TABLE oneoff_reject (
                line bigint NOT NULL,
                place int NOT NULL,
                field text,
                value text,
                code text NOT NULL,
                reason text NOT NULL)
            ON COMMIT DROP""";

    void create() {
        String columns = IntStream.rangeClosed(1, heading.width())
                .mapToObj(n -> "c" + n + " text")
                .collect(Collectors.joining(", "));
        session.execute("CREATE TEMPORARY TABLE oneoff_raw (line bigint NOT NULL, " + columns + ") ON COMMIT DROP");
        session.execute(REJECT);
    }

    /** Copies the records as they are, each with its line before it; those that cannot be are rejected. Returns how many there are. */
    long copy(RecordBytes records, Reading reading) throws IOException {
        Rejects rejects = new Rejects(session);
        long count = 0;
        try {
            CopyIn copy =
                    session.connection().unwrap(PGConnection.class).getCopyAPI().copyIn(statement());
            CopySink sink = new CopySink(copy, separator);
            try {
                while (records.next()) {
                    count++;
                    if (records.flaw().isPresent()) {
                        rejects.add(records.line(), "encoding", records.flaw().get());
                    } else if (records.fields() != heading.width()) {
                        rejects.add(
                                records.line(),
                                "field-count",
                                records.fields() + " fields, the first line has " + heading.width());
                    } else {
                        sink.send(records);
                    }
                    reading.at(count, records.bytesRead());
                }
                sink.flush();
                copy.endCopy();
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        } catch (SQLException e) {
            throw session.errors().translate(e, "copying the file");
        }
        rejects.write();
        return count;
    }

    private String statement() {
        String list =
                IntStream.rangeClosed(1, heading.width()).mapToObj(n -> "c" + n).collect(Collectors.joining(", "));
        return "COPY oneoff_raw (line, " + list
                + ") FROM STDIN (FORMAT csv, DELIMITER E'\\x%02x')".formatted((int) separator);
    }
}
