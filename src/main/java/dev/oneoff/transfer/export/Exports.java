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
import dev.oneoff.transfer.target.TargetColumn;
import dev.oneoff.transfer.target.TargetTable;
import dev.oneoff.transfer.target.Targets;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

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
        Counted counted = new Counted();
        OutFile.Writer writer = out ->
                counted.write(out, request.file(), last -> new Exporting(session, format).write(source.select(), last));
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
                request.file(), source.name(), counted.rows, counted.bytes, counted.sha256(), source.notes());
    }

    /** Where the rows come from. */
    private record Source(String name, String select, List<String> notes) {}

    private Source source(Session session, ExportRequest request) {
        ExportRequest.What what = request.what();
        if (what.query().isPresent()) {
            return new Source("query", what.query().get().strip().replaceFirst(";$", ""), List.of());
        }
        String named = what.table().orElseGet(() -> nameOf(request));
        TargetTable table = new Targets(session).readable(named);
        List<String> computed = table.columns().stream()
                .filter(TargetColumn::computed)
                .map(column -> column.name().name())
                .toList();
        List<String> notes = computed.isEmpty() || !what.columns().isEmpty()
                ? List.of()
                : List.of("left out, since it is computed: " + String.join(", ", computed));
        return new Source(table.shown(), ExportSql.rows(table, what), notes);
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

    /** Counts and digests what is written. */
    private static final class Counted {

        private final MessageDigest digest;
        private long rows;
        private long bytes;

        Counted() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }

        /** Writes rows. */
        @FunctionalInterface
        interface Rows {
            long write(OutputStream out) throws IOException;
        }

        void write(OutputStream out, String name, Rows written) throws IOException {
            OutputStream counting = new FilterOutputStream(new DigestOutputStream(out, digest)) {
                @Override
                public void write(byte[] data, int from, int length) throws IOException {
                    out.write(data, from, length);
                    bytes += length;
                }

                @Override
                public void write(int one) throws IOException {
                    out.write(one);
                    bytes++;
                }
            };
            if (name.toLowerCase(Locale.ROOT).endsWith(".gz")) {
                GZIPOutputStream zipped = new GZIPOutputStream(counting, 1 << 16);
                rows = written.write(zipped);
                zipped.finish();
            } else {
                rows = written.write(counting);
            }
            counting.flush();
        }

        String sha256() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
