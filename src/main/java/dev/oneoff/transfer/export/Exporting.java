package dev.oneoff.transfer.export;

import dev.oneoff.database.Session;
import dev.oneoff.transfer.file.Format;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/** Has the server write rows, and puts round them what the format wants. */
record Exporting(Session session, Source source, Format format) {

    /** Writes the rows; returns how many there are. */
    long write(OutputStream out) throws IOException {
        // The driver writes row by row.
        OutputStream many = new BufferedOutputStream(out, 1 << 16);
        OutputStream target = format == Format.JSON ? new ArrayLines(many) : many;
        try {
            long rows = session.connection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut(new ExportSql(source, format).copy(), target);
            if (target instanceof ArrayLines array) {
                array.end();
            }
            many.flush();
            return rows;
        } catch (SQLException e) {
            throw session.errors().translate(e, "exporting");
        }
    }

    /** Makes an array of lines with an object each: a comma before each but the first. */
    private static final class ArrayLines extends FilterOutputStream {

        private boolean begun;
        private boolean lineBegins = true;

        ArrayLines(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            int begin = from;
            for (int at = from; at < from + length; at++) {
                if (lineBegins) {
                    out.write(bytes, begin, at - begin);
                    begin = at;
                    out.write((begun ? "," : "[\n").getBytes(StandardCharsets.US_ASCII));
                    begun = true;
                }
                lineBegins = bytes[at] == '\n';
            }
            out.write(bytes, begin, from + length - begin);
        }

        void end() throws IOException {
            out.write((begun ? "]\n" : "[]\n").getBytes(StandardCharsets.US_ASCII));
        }
    }
}
