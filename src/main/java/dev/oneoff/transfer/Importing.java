package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.images.ImageForm;
import dev.oneoff.images.ImageTarget;
import dev.oneoff.rows.Records;
import dev.oneoff.rows.json.JsonKind;
import dev.oneoff.transfer.Imported.Change;
import dev.oneoff.transfer.Imported.Counts;
import dev.oneoff.transfer.Imported.Files;
import dev.oneoff.transfer.file.Shape;
import dev.oneoff.transfer.file.SourceFile;
import dev.oneoff.transfer.target.TargetColumn;
import dev.oneoff.transfer.target.TargetTable;
import dev.oneoff.transfer.target.Targets;
import dev.oneoff.transfer.target.UniqueKey;
import dev.oneoff.transfer.undo.Keeping;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** One import, in one transaction: stage, type, check, classify, and, where it is no dry run, write. For one thread. */
final class Importing {

    private final Session session;
    private final SourceFile source;
    private final ImportRequest request;
    private final Watching watching;
    private final TargetTable table;
    private final Shape shape;
    private final Texts texts;
    private final Heading heading;
    private final Classes classes;
    private final List<String> notes = new ArrayList<>();
    private Optional<Keeping> keeping = Optional.empty();
    private Deletion deletion = Deletion.NONE;
    private Runnable streaming = () -> {};
    private String sha256 = "";
    private long skipped;
    private long rows;

    /** Looks at the table. */
    Importing(Session session, SourceFile source, Shape shape, ImportRequest request, Watching watching) {
        this.session = session;
        this.source = source;
        this.request = request;
        this.watching = watching;
        this.texts = new Texts(session, shape.json() ? request.values().ofJson() : request.values());
        texts.pin();
        this.table = new Targets(session)
                .writable(request.table().orElse(source.name().table()));
        new Rewrites(session, table).require(request.mode());
        this.shape = shape;
        this.heading = new HeadingReader(table, request, texts).read(shape);
        this.classes = new Classes(session, table, heading, new FileKey(table, heading, request).key(), request);
    }

    /** Has it leave out rows at the beginning of the file. */
    Importing after(long many) {
        skipped = many;
        return this;
    }

    /** Says where old values are kept; nowhere, if nothing is said. */
    Importing keeping(Optional<Keeping> images) {
        keeping = images;
        if (images.isPresent()) {
            classes.holdImages();
        }
        return this;
    }

    /**
     * Says what it would do, or does it; the caller ends the transaction, and keeps it only where nothing is rejected that may
     * not be.
     *
     * @throws OneoffException REFUSED where a try would draw numbers of a sequence, which nobody can take back
     */
    Imported run(Extent extent) {
        notes.addAll(heading.notes(shape, request.job()));
        if (request.images()) {
            requireKeepable();
        }
        if (extent == Extent.TRY) {
            requireNothingDrawn();
        }
        if (atOnce(extent)) {
            return imported(new Counts(rows, rows, 0, 0, 0, 0), 0, Files.NONE, List.of());
        }
        stage();
        watching.phase(rows == 1 ? "checking 1 row" : "checking %,d rows".formatted(rows));
        check();
        Findings findings = new Findings(session, table, classes);
        List<Change> changes = findings.changes();
        deletion = classes.replacing()
                .map(replacing -> replacing.look(rows, findings.rejected() > 0))
                .orElse(Deletion.NONE);
        if (extent != Extent.LOOK && findings.rejected() <= request.maxErrors()) {
            watching.phase("writing");
            deletion.requireAllowed();
            new Writing(session, table, heading, classes, keeping).write(rows);
            if (extent == Extent.WRITE && findings.rejected() <= request.maxErrors()) {
                notes.addAll(new Sequences(session, table, heading).forward());
                keeping.flatMap(kept ->
                                kept(kept, ImageTargets.of(table, classes).changed(classes.counts())))
                        .ifPresent(notes::add);
            }
        }
        // Where somebody else was quicker, more may be rejected by now.
        long rejected = findings.rejected();
        Classes.Counts counts = classes.counts();
        requireAll(counts, rejected);
        Files files = rejected == 0 ? Files.NONE : files(findings);
        return imported(counts.of(rows), rejected, files, changes);
    }

    /** Says whether all rows were inserted, or would be, in the shortest way. */
    private boolean atOnce(Extent extent) {
        Straight straight = new Straight(session, table, heading, shape.separator(), texts);
        AtOnce atOnce = new AtOnce(session, table, heading, straight, this::read);
        return switch (extent) {
            case LOOK -> atOnce.look(request, classes);
            case TRY -> false;
            case WRITE -> {
                Optional<List<String>> written = atOnce.write(request, classes, this::copiedKept);
                written.ifPresent(notes::addAll);
                written.flatMap(any -> keeping)
                        .flatMap(kept -> kept(kept, rows == 0 ? Map.of() : Map.of(inserted(), rows)))
                        .ifPresent(notes::add);
                yield written.isPresent();
            }
        };
    }

    private ImageTarget inserted() {
        return ImageTargets.of(table, classes).of(ImageForm.INSERT);
    }

    /** Keeps what was copied into the table; says whether that is all of it. */
    private boolean copiedKept() {
        return keeping.map(kept -> kept.inserted(inserted()) == rows).orElse(true);
    }

    /** Has the file read, from where it is to begin. */
    private OptionalLong read(AtOnce.Reader reader) {
        try (SourceFile.Opened opened = source.open(shape, heading.kinds())) {
            opened.skip(skipped);
            OptionalLong count = reader.read(opened.records(), watching.reading(opened));
            rows = count.orElse(0);
            sha256 = opened.sha256();
            return count;
        } catch (IOException e) {
            throw source.cutOff(e);
        }
    }

    private Files files(Findings findings) {
        List<Long> lines = findings.rejectedLines();
        RejectFile file = new RejectFile(source, shape, heading, request, new Reasons(session));
        streaming = () -> file.stream(lines);
        return file.write(lines.iterator());
    }

    /** Returns what writes the rejected rows to a stream, where they go to one, once the transaction is over. */
    Runnable streaming() {
        return streaming;
    }

    /** Writes down what an undo needs to know; returns how it is called. */
    private Optional<String> kept(Keeping keeping, Map<ImageTarget, Long> changed) {
        keeping.begin(new Keeping.Begun(
                source.named(), sha256, table.shown(), request.mode().label()));
        keeping.record(changed);
        return changed.isEmpty() ? Optional.empty() : Optional.of(keeping.note());
    }

    private Imported imported(Counts counts, long rejected, Files files, List<Change> changes) {
        return new Imported(
                source.named(),
                table.shown(),
                request.mode(),
                classes.key().map(UniqueKey::columns).orElse(List.of()),
                sha256,
                counts,
                rejected,
                rejected == 0 ? List.of() : new Findings(session, table, classes).rejects(),
                files,
                changes,
                deletion,
                notes,
                Optional.empty());
    }

    /**
     * Writes the next rows of a file that was looked at as a whole.
     *
     * @param most how many at the most
     * @param rejected the lines of those that were rejected then, in their order: they are passed over
     * @throws OneoffException STEP_FAILED when more are rejected by now
     */
    Part part(Records records, long most, Reading reading, List<Long> rejected) {
        Staging staging = staging();
        Staging.rejects(session);
        try {
            rows = staging.copy(records, most, reading);
        } catch (IOException e) {
            throw source.cutOff(e);
        }
        long known = rows == 0 ? 0 : staging.reject(rejected);
        if (rows > 0) {
            type();
            check();
            write(new Findings(session, table, classes), known);
        }
        Classes.Counts counts = rows == 0 ? Classes.Counts.NONE : classes.counts();
        return new Part(counts.of(rows), rows == 0 ? 0 : records.line(), notes);
    }

    private void write(Findings findings, long known) {
        requireNoMore(findings, known);
        ImageTargets targets = ImageTargets.of(table, classes);
        keeping = keeping.map(kept -> kept.numbered(targets.inBatches()));
        new Writing(session, table, heading, classes, keeping).write(rows);
        requireNoMore(findings, known);
        keeping.ifPresent(kept -> kept.record(targets.changed(classes.counts())));
        notes.addAll(new Sequences(session, table, heading).forward());
    }

    private static void requireNoMore(Findings findings, long known) {
        if (findings.rejected() > known) {
            Imported.Reject first = findings.rejects().get(0);
            throw new OneoffException(
                    FailureKind.STEP_FAILED,
                    "line %,d is rejected (%s): %s".formatted(first.line(), first.code(), first.reason()),
                    "When the whole file was looked at it was none: somebody has changed the table, it needs a later row of the"
                            + " file, or only writing tells. Without --batch it is one transaction, and that tells before.");
        }
    }

    private void requireNothingDrawn() {
        table.columns().stream()
                .filter(column -> column.standard().contains("nextval("))
                .filter(column ->
                        heading.field(column.name().name()).map(Field::sparse).orElse(true))
                .findFirst()
                .ifPresent(column -> {
                    throw new OneoffException(
                            FailureKind.REFUSED,
                            "A full dry run would draw numbers for " + table.shown() + "."
                                    + column.name().name() + ", and nobody can put them back.",
                            "Look with --dry-run alone, which writes nothing.");
                });
    }

    /** Refuses a table whose rows refer to each other: one may be of a later batch. */
    void requireNoOwnReference() {
        table.references().stream()
                .filter(reference -> reference.own() && heading.covers(reference.columns()))
                .findFirst()
                .ifPresent(reference -> {
                    throw new OneoffException(
                            FailureKind.REFUSED,
                            "Rows of " + table.shown() + " refer to each other (" + reference.name()
                                    + "), and one may be of a later batch.",
                            "Import the file without --batch, in one transaction.");
                });
    }

    /** Refuses a table whose rows an undo would not find again. */
    private void requireKeepable() {
        ImageTargets.of(table, classes).inBatches();
    }

    /** Returns the lines of what is rejected, in their order. */
    List<Long> rejectedLines() {
        return new Findings(session, table, classes).rejectedLines();
    }

    List<JsonKind> kinds() {
        return heading.kinds();
    }

    private Staging staging() {
        return new Staging(session, heading, shape.separator(), texts.values());
    }

    /** Brings the file's values into a table of the server. */
    private void stage() {
        Staging.rejects(session);
        if (!typed()) {
            texts();
            type();
        }
    }

    private boolean typed() {
        TypedStaging typed = new TypedStaging(session, heading, shape.separator(), texts);
        if (!typed.possible()) {
            return false;
        }
        texts.enterZone();
        OptionalLong count = read(typed::copy);
        texts.leaveZone();
        return count.isPresent();
    }

    private void texts() {
        read((records, reading) -> OptionalLong.of(staging().copy(records, Long.MAX_VALUE, reading)));
    }

    /** Makes values of the texts. */
    private void type() {
        texts.check(heading);
        new Lookups(session, heading).find();
        texts.enterZone();
        new Typing(session, heading).type();
        texts.leaveZone();
    }

    /** Looks at the values, and says what each row is to the table. */
    private void check() {
        Checks checks = new Checks(session, table, heading);
        checks.rows();
        classes.key().ifPresent(checks::keys);
        classes.key().ifPresent(checks::twice);
        checks.references();
        classes.plan();
        classes.refuse();
        requireFilled();
        checks.ownReferences(classes.replacing().map(Replacing::stays).orElse("TRUE"));
        classes.prune();
    }

    /** Rejects rows to be inserted that leave out what they must have. */
    private void requireFilled() {
        for (TargetColumn column : table.columns()) {
            Optional<Field> field = heading.field(column.name().name());
            if (column.required()
                    && !column.filled()
                    && !column.computed()
                    && field.map(Field::sparse).orElse(true)) {
                session.execute("INSERT INTO oneoff_reject (line, place, field, code, reason)\nSELECT p.line, "
                        + field.map(Field::place).orElse(0) + ", "
                        + Literal.of(column.name().name())
                        + ", 'not-null', 'a new row needs it, and it is not there'"
                        + "\nFROM oneoff_plan AS p\nJOIN oneoff_typed AS s ON s.oneoff_line = p.line\nWHERE p.act = 'insert'"
                        + field.map(sparse -> " AND NOT (" + sparse.given("s") + ")")
                                .orElse(""));
            }
        }
    }

    /** Every row of the file is something: none is lost on the way. */
    private void requireAll(Classes.Counts counts, long rejected) {
        long sum = counts.inserted() + counts.updated() + counts.unchanged() + counts.passed() + rejected;
        if (sum != rows) {
            throw new IllegalStateException(
                    rows + " rows of " + source.named() + ", and " + sum + " are accounted for");
        }
    }
}
