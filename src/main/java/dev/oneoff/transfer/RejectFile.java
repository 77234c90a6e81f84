package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.rows.csv.RecordBytes;
import dev.oneoff.transfer.file.SourceFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.postgresql.PGConnection;

/**
 * Writes the rejected rows beside the file they come from, as they are, under the same header, to be mended and imported again,
 * and what is wrong with them into a file of its own. One never overwrites another.
 */
record RejectFile(Session session, SourceFile source) {

    private static final String REPORT = """
            COPY (
                SELECT line, place AS field, field AS "column", value, code, reason
                FROM oneoff_reject
                ORDER BY line, place)
            TO STDOUT (FORMAT csv, HEADER)""";

    /** Returns the path of the rows. */
    Path write(List<Long> lines) {
        try {
            for (int number = 1; ; number++) {
                String more = ".rejects" + (number == 1 ? "" : "-" + number);
                Path rows = beside(more);
                Path report = beside(more + ".report");
                if (!Files.exists(rows) && !Files.exists(report)) {
                    write(lines, rows, report);
                    return rows;
                }
            }
        } catch (IOException e) {
            throw new OneoffException(
                    new Failure(
                            FailureKind.STEP_FAILED,
                            "The rejected rows of " + source.named() + " cannot be written beside it: " + e.getMessage()
                                    + ".",
                            "Nothing was imported. Look at the disk's space and the folder's permissions."),
                    e);
        }
    }

    private void write(List<Long> lines, Path rows, Path report) throws IOException {
        try (OutputStream out = create(rows)) {
            copy(lines, out);
        }
        try (OutputStream out = create(report)) {
            session.connection().unwrap(PGConnection.class).getCopyAPI().copyOut(REPORT, out);
        } catch (SQLException e) {
            throw session.errors().translate(e, "writing the reasons of the rejected rows");
        }
    }

    private static OutputStream create(Path file) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new BufferedOutputStream(Channels.newOutputStream(FileChannel.open(
                file, options, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))));
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
                if (header && records.fields() == 1) {
                    records.keepEmptyLines();
                }
                boolean wanted = next < lines.size() && lines.get(next) == records.line();
                next += wanted ? 1 : 0;
                if (header || wanted) {
                    out.write(records.bytes(), records.from(), records.to() - records.from());
                    out.write('\n');
                }
            }
        }
    }
}
