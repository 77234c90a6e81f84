package dev.oneoff.transfer.export;

import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.run.Opening;
import dev.oneoff.run.Runs;
import dev.oneoff.run.Surroundings;
import dev.oneoff.transfer.file.Format;
import dev.oneoff.transfer.file.OutFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;

/** Tables into files. */
public final class Exports {

    private static final String PINNED = """
            SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
            SET LOCAL TimeZone = 'UTC';
            SET LOCAL DateStyle = 'ISO, YMD';
            SET LOCAL IntervalStyle = 'postgres';
            SET LOCAL bytea_output = 'hex';
            SET LOCAL extra_float_digits = 3;
            SET LOCAL row_security = off""";

    private final Database database;
    private final Surroundings surroundings;

    /** Makes the feature. */
    public Exports(Database database, Surroundings surroundings) {
        this.database = database;
        this.surroundings = surroundings;
    }

    /**
     * Writes the rows of a table or of a query, as they are in one snapshot.
     *
     * @param stream where they go when the file is {@code -}
     */
    public Exported run(ExportRequest request, OutputStream stream) {
        Format format = request.format().orElseGet(() -> Format.of(request.file()));
        Path path = request.folder().resolve(request.file());
        OutFile file = new OutFile(path, request.file());
        if (!request.streamed()) {
            file.require(request.force());
        }
        if (database.dialect().embedded()) {
            throw new OneoffException(
                    FailureKind.REFUSED,
                    "The embedded database cannot export yet.",
                    "Set DATABASE_URL to a PostgreSQL server.");
        }
        Runs runs = new Runs(database, surroundings);
        Opening opening = new Opening(database, surroundings, request.waitForDatabase(), request.lockWait());
        try (Session session = opening.read(runs.sessionName("export"))) {
            session.requireSchema();
            surroundings.cancellation().watch(session);
            return session.inTransaction(() -> exported(session, request, format, file, stream));
        } finally {
            surroundings.cancellation().unwatch();
        }
    }

    private Exported exported(
            Session session, ExportRequest request, Format format, OutFile file, OutputStream stream) {
        session.execute(PINNED);
        Source source = source(session, request);
        if (source instanceof Source.Table table && (format == Format.JSON || format == Format.NDJSON)) {
            new LostNulls(session).refuse(table);
        }
        Counted counted = new Counted();
        boolean zipped = request.file().toLowerCase(Locale.ROOT).endsWith(".gz");
        OutFile.Writer writer =
                out -> counted.write(out, zipped, last -> new Exporting(session, source, format).write(last));
        if (request.streamed()) {
            try {
                writer.write(stream);
            } catch (IOException e) {
                throw new OneoffException(
                        FailureKind.STEP_FAILED,
                        "The rows cannot be written: " + e.getMessage() + ".",
                        "Look at who reads them.");
            }
        } else {
            file.write(request.force(), writer);
        }
        return new Exported(
                request.file(), source.name(), counted.rows(), counted.bytes(), counted.sha256(), source.notes());
    }

    private static Source source(Session session, ExportRequest request) {
        Sources sources = new Sources(session);
        return request.what().query().isPresent()
                ? sources.query(request.what().query().get())
                : sources.table(request.what().table().orElseGet(() -> nameOf(request)), request.what());
    }

    private static String nameOf(ExportRequest request) {
        if (request.streamed()) {
            throw new OneoffException(
                    FailureKind.USAGE, "export - names no table.", "Name one: oneoff export - users --format csv");
        }
        String name =
                request.file().substring(request.file().lastIndexOf('/') + 1).replaceFirst("(?i)\\.gz$", "");
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
