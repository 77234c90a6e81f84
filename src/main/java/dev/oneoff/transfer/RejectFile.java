package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.rows.csv.RecordBytes;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * Writes the rejected rows beside the file they come from, byte for byte under the same header, to be mended and imported again,
 * and what is wrong with them into a file of its own. One never overwrites another.
 */
record RejectFile(Session session, SourceFile source) {

    private static final String REPORT = """
            COPY (
                SELECT line, place AS field, field AS "column", value, code, reason
                FROM oneoff_reject
                ORDER BY line, place)
            TO STDOUT (FORMAT csv, HEADER)""";

    /** Returns the path of the rows, as the file's own was named. */
    Path write(List<Long> lines) throws IOException {
        for (int number = 1; ; number++) {
            Path rows = beside(".rejects" + (number == 1 ? "" : "-" + number));
            try (OutputStream out = create(rows)) {
                copy(lines, out);
            } catch (FileAlreadyExistsException e) {
                continue;
            }
            report(beside(".rejects" + (number == 1 ? "" : "-" + number) + ".report"));
            return rows;
        }
    }

    private static OutputStream create(Path file) throws IOException {
        return new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    private Path beside(String more) {
        String name = source.path().getFileName().toString().replaceFirst("(?i)\\.gz$", "");
        int dot = name.lastIndexOf('.');
        String plain = name.substring(0, dot).replaceFirst("\\.rejects(-\\d+)?$", "");
        return source.path().resolveSibling(plain + more + name.substring(dot));
    }

    private void copy(List<Long> lines, OutputStream out) throws IOException {
        int next = 0;
        try (SourceFile.Opened opened = source.open()) {
            RecordBytes records = opened.records();
            for (boolean header = true; records.next(); header = false) {
                boolean wanted = next < lines.size() && lines.get(next) == records.line();
                next += wanted ? 1 : 0;
                if (header || wanted) {
                    out.write(records.bytes(), records.from(), records.to() - records.from());
                    out.write('\n');
                }
            }
        }
    }

    private void report(Path file) throws IOException {
        try (OutputStream out = create(file)) {
            session.connection().unwrap(PGConnection.class).getCopyAPI().copyOut(REPORT, out);
        } catch (SQLException e) {
            throw session.errors().translate(e, "writing the reasons of the rejected rows");
        }
    }
}
