package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.rows.Records;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Sends the records of a file to a COPY, each with its line before it; those that cannot be sent are rejected. */
record Feed(Session session, Heading heading, char separator, Reading reading) {

    /**
     * Sends records.
     *
     * @param most how many at the most
     * @param taken what a record has to be, or none is copied
     * @return how many there were; empty when one was not taken
     */
    OptionalLong copy(String statement, Records records, long most, Predicate<Records> taken) throws IOException {
        Rejects rejects = new Rejects(session, heading);
        int width = heading.width() + (heading.sparse() ? 1 : 0);
        List<Integer> places = heading.sent();
        long count = 0;
        try {
            CopyIn copy =
                    session.connection().unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
            CopySink sink = new CopySink(copy, separator);
            try {
                while (count < most && records.next()) {
                    count++;
                    if (records.flaw().isPresent()) {
                        rejects.add(records.line(), records.flaw().get());
                    } else if (records.fields() != width) {
                        rejects.add(records.line(), heading.otherwise(records.fields()));
                    } else if (taken.test(records)) {
                        send(records, places, sink);
                    } else {
                        return OptionalLong.empty();
                    }
                    reading.at(count);
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
        return OptionalLong.of(count);
    }

    /** There may be more fields than a table may have columns: those that are ignored stay here. */
    private void send(Records records, List<Integer> places, CopySink sink) throws SQLException {
        if (heading.ignored().isEmpty()) {
            sink.send(records);
        } else {
            sink.send(records, places);
        }
    }
}
