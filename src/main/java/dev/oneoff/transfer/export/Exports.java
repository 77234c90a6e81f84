package dev.oneoff.transfer.export;

import dev.oneoff.config.Secret;
import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.run.Cancellation;
import dev.oneoff.run.Opening;
import dev.oneoff.run.Runs;
import dev.oneoff.run.Surroundings;
import dev.oneoff.transfer.export.mask.MaskFile;
import dev.oneoff.transfer.file.Format;
import dev.oneoff.transfer.file.OutFile;
import dev.oneoff.transfer.file.Stdout;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Tables into files. */
public final class Exports {

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
        OutFile manifest = new OutFile(
                Path.of(file.path() + "." + Manifest.NAME),
                request.file() + "." + Manifest.NAME,
                request.file() + " stands without it.");
        if (!request.streamed()) {
            file.require(how.force());
        }
        if (how.manifest()) {
            manifest.require(how.force());
        }
        Optional<MaskRules> masks = rules(how, request.folder());
        return inSnapshot(how, stopped(request), snapshot -> {
            Sources sources = new Sources(snapshot.session(), masks);
            Source source = source(sources, request);
            boolean zipped = request.file().toLowerCase(Locale.ROOT).endsWith(".gz");
            Piece piece = new Piece(
                    source,
                    request.file(),
                    format,
                    zipped,
                    how.formulas(),
                    masks.map(
                            rules -> rules.of(List.of(source), sources.tables()).get(0)));
            piece.check(snapshot.session());
            Piece.Place place =
                    request.streamed() ? new Stdout(stream, "The rows")::write : replacing(file, manifest, how);
            Exported exported = piece.write(snapshot, place);
            if (how.manifest()) {
                Manifest said = manifest(snapshot, masks, List.of(new Manifest.Entry(piece, exported)));
                manifest.write(how.force(), said::write);
            }
            return exported;
        });
    }

    private static String stopped(ExportRequest request) {
        return request.streamed()
                ? "What stands on stdout is not all of it. Run the same command again."
                : "Nothing was left of " + request.file() + ". Run the same command again.";
    }

    /** What a manifest says must not be wrong for a moment: one that is to be replaced goes before the file does. */
    private static Piece.Place replacing(OutFile file, OutFile manifest, ExportRequest.How how) {
        return writer -> file.write(how.force(), out -> {
            writer.write(out);
            if (how.manifest() && how.force()) {
                Files.deleteIfExists(manifest.path());
            }
        });
    }

    /** Writes tables into a folder, all as they are in one snapshot; the order is one in which they can be imported. */
    public List<Exported> run(FolderRequest request) {
        Optional<MaskRules> masks = rules(request.how(), request.folder());
        FolderExport folder =
                new FolderExport(request, masks, surroundings.origin().toolVersion());
        return inSnapshot(
                request.how(),
                request.dir() + " has no manifest. Run the same command again, with --force where tables stand there.",
                folder::write);
    }

    private Manifest manifest(Snapshot snapshot, Optional<MaskRules> masks, List<Manifest.Entry> files) {
        return new Manifest(
                surroundings.origin().toolVersion(),
                snapshot.taken(),
                masks.map(rules -> rules.file().sha256()),
                files);
    }

    private Optional<MaskRules> rules(ExportRequest.How how, Path folder) {
        return how.masks().map(named -> new MaskRules(MaskFile.read(named, folder), maskKey));
    }

    /**
     * Does work in a snapshot.
     *
     * @param stopped what to do when a signal has ended it, for people
     */
    private <T> T inSnapshot(ExportRequest.How how, String stopped, Function<Snapshot, T> work) {
        Cancellation cancellation = surroundings.cancellation();
        Runs runs = new Runs(database, surroundings);
        Opening opening = new Opening(database, surroundings, how.waitForDatabase(), how.lockWait());
        try (Session session = opening.read(runs.sessionName("export"))) {
            session.requireSchema();
            return cancellation.stopping(
                    session,
                    stopped,
                    () -> session.inTransaction(() -> work.apply(Snapshot.take(session, cancellation)), done -> false));
        }
    }

    private static Source source(Sources sources, ExportRequest request) {
        return request.what().query().isPresent()
                ? sources.query(request.what().query().get())
                : sources.table(
                        request.what().table().orElseGet(() -> nameOf(request)),
                        "oneoff export " + request.file() + " ",
                        request.what());
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
