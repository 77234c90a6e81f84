package dev.oneoff.transfer.export;

import dev.oneoff.database.Session;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.transfer.file.Format;
import dev.oneoff.transfer.file.OutFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes several tables of one snapshot into a folder, and last of all what they are. */
record FolderExport(FolderRequest request, Optional<MaskRules> masks, String version) {

    private static final ExportRequest.What ALL =
            new ExportRequest.What(Optional.empty(), Optional.empty(), List.of(), Optional.empty(), List.of("key"));

    /** Writes them; returns each, in the order in which they can be imported. */
    List<Exported> write(Snapshot snapshot) {
        List<Piece> pieces = pieces(snapshot.session());
        OutFile manifest = new OutFile(
                out(Manifest.NAME).path(), out(Manifest.NAME).named(), "The files of the tables stand without it.");
        boolean force = request.how().force();
        pieces.forEach(piece -> out(piece.named()).require(force));
        manifest.require(force);
        pieces.forEach(piece -> piece.check(snapshot.session()));
        prepare();
        List<Manifest.Entry> written = new ArrayList<>();
        for (Piece piece : pieces) {
            OutFile file = out(piece.named());
            written.add(new Manifest.Entry(piece, piece.write(snapshot, writer -> file.write(force, writer))));
        }
        manifest.write(
                force,
                new Manifest(
                        version,
                        snapshot.taken(),
                        masks.map(rules -> rules.file().sha256()),
                        written)::write);
        return written.stream().map(Manifest.Entry::exported).toList();
    }

    private List<Piece> pieces(Session session) {
        Format format = request.how().format().orElse(Format.CSV);
        String ending = "." + format.ending() + (request.zipped() ? ".gz" : "");
        Sources sources = new Sources(session, masks);
        List<Source.Table> tables = ParentsFirst.of(request.tables().stream()
                .map(named -> sources.table(named, "--tables ", ALL))
                .toList());
        Optional<List<ColumnMasks>> rules = masks.map(given -> given.of(List.copyOf(tables), sources.tables()));
        List<Piece> pieces = new ArrayList<>();
        Set<String> names = new HashSet<>(Set.of(Manifest.NAME));
        for (int at = 0; at < tables.size(); at++) {
            String name = name(tables.get(at), tables) + ending;
            if (!names.add(name)) {
                throw new OneoffException(
                        FailureKind.USAGE,
                        name + " would be written twice.",
                        "Name each table once; export one that is called manifest on its own.");
            }
            int number = at;
            pieces.add(new Piece(
                    tables.get(at),
                    name,
                    format,
                    request.zipped(),
                    request.how().formulas(),
                    rules.map(all -> all.get(number))));
        }
        return pieces;
    }

    /** Returns the name by which an import finds the table: with its schema where that is needed. */
    private String name(Source.Table table, List<Source.Table> all) {
        String bare = table.table().name().last().name();
        boolean enough = request.tables().stream().anyMatch(bare::equalsIgnoreCase)
                && all.stream()
                                .map(other -> other.table().name())
                                .distinct()
                                .filter(other -> other.last().name().equals(bare))
                                .count()
                        == 1;
        String name = enough ? bare : table.name();
        if (name.contains("/") || name.contains("\\")) {
            throw new OneoffException(
                    FailureKind.REFUSED, name + " is no name for a file.", "Export this table on its own.");
        }
        return name;
    }

    private OutFile out(String name) {
        Path path = request.folder().resolve(request.dir()).resolve(name);
        return new OutFile(path, Path.of(request.dir()).resolve(name).toString());
    }

    /** Makes the folder. What a manifest says must not be wrong for a moment, so one that is to be replaced goes first. */
    private void prepare() {
        Path folder = request.folder().resolve(request.dir());
        try {
            Files.createDirectories(folder);
            if (request.how().force()) {
                Files.deleteIfExists(folder.resolve(Manifest.NAME));
            }
        } catch (IOException e) {
            throw new OneoffException(
                    new Failure(
                            FailureKind.STEP_FAILED,
                            request.dir() + " cannot be written: " + e.getMessage() + ".",
                            "Nothing was written. Look at the folder's permissions."),
                    e);
        }
    }
}
