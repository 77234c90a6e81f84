package dev.oneoff.transfer.export;

import dev.oneoff.config.Secret;
import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.run.Opening;
import dev.oneoff.run.Runs;
import dev.oneoff.run.Surroundings;
import dev.oneoff.transfer.export.mask.MaskFile;
import dev.oneoff.transfer.file.Format;
import dev.oneoff.transfer.file.OutFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

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
    private final Optional<Secret> maskKey;

    /**
     * Makes the feature.
     *
     * @param maskKey what masks make their digests with, where it is set
     */
    public Exports(Database database, Surroundings surroundings, Optional<Secret> maskKey) {
        this.database = database;
        this.surroundings = surroundings;
        this.maskKey = maskKey;
    }

    /**
     * Writes the rows of a table or of a query, as they are in one snapshot.
     *
     * @param stream where they go when the file is {@code -}
     */
    public Exported run(ExportRequest request, OutputStream stream) {
        ExportRequest.How how = request.how();
        Format format = how.format().orElseGet(() -> Format.of(request.file()));
        OutFile file = new OutFile(request.folder().resolve(request.file()), request.file());
        if (!request.streamed()) {
            file.require(how.force());
        }
        Optional<MaskRules> masks = how.masks().map(named -> rules(named, request));
        return inSnapshot(how, session -> {
            Source source = source(session, request);
            Optional<ColumnMasks> mine =
                    masks.map(rules -> rules.of(List.of(source)).get(0));
            refuseLostNulls(session, source, format, mine);
            Counted counted = new Counted();
            boolean zipped = request.file().toLowerCase(Locale.ROOT).endsWith(".gz");
            OutFile.Writer writer =
                    out -> counted.write(out, zipped, new Exporting(session, source, format, mine)::write);
            if (request.streamed()) {
                stream(writer, stream);
            } else {
                file.write(how.force(), writer);
            }
            return new Exported(
                    request.file(),
                    source.name(),
                    counted.rows(),
                    counted.bytes(),
                    counted.sha256(),
                    notes(source, mine));
        });
    }

    private MaskRules rules(String named, ExportRequest request) {
        return new MaskRules(MaskFile.read(named, request.folder()), maskKey);
    }

    private static void refuseLostNulls(Session session, Source source, Format format, Optional<ColumnMasks> masks) {
        if (format.json() && source instanceof Source.Table table) {
            List<Boolean> all = Collections.nCopies(table.columns().size(), true);
            new LostNulls(session).refuse(table, masks.map(ColumnMasks::kept).orElse(all));
        }
    }

    private static List<String> notes(Source source, Optional<ColumnMasks> masks) {
        List<String> notes = new ArrayList<>();
        if (source instanceof Source.Table table) {
            if (!table.computed().isEmpty()) {
                notes.add("left out, since it is computed: " + String.join(", ", table.computed()));
            }
            masks.ifPresent(rules -> notes.addAll(new MaskNotes(table, rules).notes()));
        }
        return notes;
    }

    private static void stream(OutFile.Writer writer, OutputStream stream) {
        try {
            writer.write(stream);
        } catch (IOException e) {
            throw new OneoffException(
                    FailureKind.STEP_FAILED,
                    "The rows cannot be written: " + e.getMessage() + ".",
                    "Look at who reads them.");
        }
    }

    private <T> T inSnapshot(ExportRequest.How how, Function<Session, T> work) {
        if (database.dialect().embedded()) {
            throw new OneoffException(
                    FailureKind.REFUSED,
                    "The embedded database cannot export yet.",
                    "Set DATABASE_URL to a PostgreSQL server.");
        }
        Runs runs = new Runs(database, surroundings);
        Opening opening = new Opening(database, surroundings, how.waitForDatabase(), how.lockWait());
        try (Session session = opening.read(runs.sessionName("export"))) {
            session.requireSchema();
            surroundings.cancellation().watch(session);
            return session.inTransaction(() -> {
                session.execute(PINNED);
                return work.apply(session);
            });
        } finally {
            surroundings.cancellation().unwatch();
        }
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
