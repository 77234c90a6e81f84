package dev.oneoff.transfer.export;

import dev.oneoff.database.Session;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.io.IOException;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** Rows as the server sends them, one message a row, made lines of the file here. PostgreSQL manual, 55.2. */
record CopiedRows(Session session, String copy, CopiedLines made) {

    /** Writes them; returns how many there are. */
    long write(Lines.Target target) throws IOException {
        try {
            CopyOut lines =
                    session.connection().unwrap(PGConnection.class).getCopyAPI().copyOut(copy);
            try {
                return counted(lines, target);
            } finally {
                if (lines.isActive()) {
                    stop(lines);
                }
            }
        } catch (SQLException e) {
            throw session.errors().translate(e, "exporting");
        }
    }

    private long counted(CopyOut lines, Lines.Target target) throws IOException, SQLException {
        long came = 0;
        for (byte[] row = lines.readFromCopy(); row != null; row = lines.readFromCopy()) {
            made.send(row, target);
            came++;
        }
        if (came != lines.getHandledRowCount()) {
            throw new OneoffException(
                    FailureKind.STEP_FAILED,
                    "The server has sent %,d rows, and %,d came.".formatted(lines.getHandledRowCount(), came),
                    "Look at what stands between this machine and the server, then run the same command again.");
        }
        return came;
    }

    /** The rows cannot be written, which is what is to be said, whatever the server says of being stopped. */
    private void stop(CopyOut lines) {
        try {
            lines.cancelCopy();
        } catch (SQLException e) {
            session.rollBack();
        }
    }
}
