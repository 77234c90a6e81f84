package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.images.ImageTarget;
import dev.oneoff.rows.Flaw;
import dev.oneoff.rows.Records;
import dev.oneoff.run.Cancellation;
import dev.oneoff.transfer.Imported.Change;
import dev.oneoff.transfer.Imported.Counts;
import dev.oneoff.transfer.Imported.Files;
import dev.oneoff.transfer.Imported.Reject;
import dev.oneoff.transfer.embedded.Absent;
import dev.oneoff.transfer.embedded.Cell;
import dev.oneoff.transfer.embedded.Into;
import dev.oneoff.transfer.embedded.Line;
import dev.oneoff.transfer.embedded.Mistakes;
import dev.oneoff.transfer.embedded.RejectedLines;
import dev.oneoff.transfer.embedded.RowByRow;
import dev.oneoff.transfer.file.Shape;
import dev.oneoff.transfer.file.SourceFile;
import dev.oneoff.transfer.target.TargetColumn;
import dev.oneoff.transfer.target.TargetTable;
import dev.oneoff.transfer.target.Targets;
import dev.oneoff.transfer.target.UniqueKey;
import dev.oneoff.transfer.undo.EmbeddedKeeping;
import dev.oneoff.transfer.undo.Keeping;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** One import into the embedded database, row by row in one transaction, which a dry run rolls back. For one thread. */
final class EmbeddedImporting {

    private static final int SHOWN = 20;

    private final Session session;
    private final SourceFile source;
    private final ImportRequest request;
    private final Watching watching;
    private final Cancellation cancellation;
    private final Shape shape;
    private final Heading heading;
    private final Into into;
    private final RowByRow rows;
    private Runnable streaming = () -> {};
    private Optional<Keeping> keeping = Optional.empty();
    private Optional<EmbeddedKeeping> kept = Optional.empty();

    /** Looks at the table and into the file. */
    EmbeddedImporting(
            Session session, SourceFile source, ImportRequest request, Watching watching, Cancellation cancellation) {
        this.cancellation = cancellation;
        this.session = session;
        this.source = source;
        this.request = request;
        this.watching = watching;
        TargetTable table = new Targets(session)
                .writable(request.table().orElse(source.name().table()));
        this.shape = source.shape();
        this.heading = new HeadingReader(table, request, new Texts(session, request.values())).read(shape);
        this.into = new Into(
                table,
                cells(),
                new FileKey(table, heading, request).key(),
                new Into.Takes(
                        request.mode() != ImportMode.UPDATE,
                        request.mode() != ImportMode.INSERT,
                        request.passOver().existing(),
                        request.replacement().flatMap(Replacement::scope)));
        this.rows = new RowByRow(session, into);
    }

    /** Says where old values are kept; nowhere, if nothing is said. */
    EmbeddedImporting keeping(Optional<Keeping> images) {
        ImageTargets targets = new ImageTargets(
                into.table(),
                into.others().stream()
                        .map(Cell::column)
                        .filter(column -> !column.always())
                        .toList(),
                into.key(),
                TargetColumn::bare);
        keeping = images;
        kept = images.map(each -> new EmbeddedKeeping(each.run(), targets::of));
        rows.keeping(kept);
        return this;
    }

    private List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (Field field : heading.fields()) {
            cells.add(new Cell(cells.size(), field.place(), field.column()));
        }
        return cells;
    }

    /**
     * Does it; the caller ends the transaction, and keeps it only where nothing is rejected that may not be.
     *
     * @param refusing whether more is deleted than may be is an error
     */
    Imported run(boolean refusing) {
        return request.replacement().isEmpty() ? taken(Optional.empty(), refusing) : replaced(refusing);
    }

    private Imported replaced(boolean refusing) {
        try (Absent absent = new Absent(session, into);
                SourceFile.Opened opened = source.open(shape, heading.kinds())) {
            watching.phase("looking for the rows that are not in the file");
            long count = each(opened.records(), each -> {}, absent::know, (line, flaw) -> {});
            absent.find();
            EmbeddedReplacing replacing = new EmbeddedReplacing(
                    absent,
                    into.table(),
                    new DeletionLimits(into.table(), request.replacement().orElseThrow()));
            replacing.before(count, kept);
            if (refusing) {
                replacing.deletion().requireAllowed();
            }
            return taken(Optional.of(replacing), refusing);
        } catch (IOException e) {
            throw source.cutOff(e);
        }
    }

    private Imported taken(Optional<EmbeddedReplacing> replacing, boolean refusing) {
        try (SourceFile.Opened opened = source.open(shape, heading.kinds());
                rows) {
            long count = each(opened.records(), watching.reading(opened), rows::take, this::reject);
            if (rows.waits()) {
                watching.phase("taking the rows that waited for others");
                rows.end();
            }
            boolean rejected = rows.mistakes().rows() > 0;
            if (!rejected) {
                replacing.ifPresent(each -> each.after(count, kept));
            }
            if (!rejected && refusing) {
                replacing.map(EmbeddedReplacing::deletion).ifPresent(Deletion::requireAllowed);
            }
            return result(count, opened.sha256(), replacing);
        } catch (IOException e) {
            throw source.cutOff(e);
        }
    }

    private long each(Records records, Reading reading, Consumer<Line> taken, BiConsumer<Long, Flaw> flawed)
            throws IOException {
        EmbeddedTexts texts = new EmbeddedTexts(session, heading, request.values());
        int width = heading.width() + (heading.sparse() ? 1 : 0);
        long count = 0;
        while (records.next()) {
            count++;
            if (records.flaw().isPresent()) {
                flawed.accept(records.line(), records.flaw().get());
            } else if (records.fields() != width) {
                flawed.accept(records.line(), heading.otherwise(records.fields()));
            } else {
                taken.accept(texts.of(records));
            }
            reading.at(count);
            // A signal cancels the statement that is running; mostly there is none.
            cancellation.check();
        }
        return count;
    }

    private void reject(long line, Flaw flaw) {
        String named = heading.named(flaw.place());
        rows.reject(line, flaw.place(), named.isEmpty() ? null : named, flaw.code(), flaw.reason());
    }

    private Imported result(long count, String sha256, Optional<EmbeddedReplacing> replacing) {
        Mistakes mistakes = rows.mistakes();
        RowByRow.Counts counts = rows.counts();
        long sum = counts.inserted() + counts.updated() + counts.unchanged() + counts.passed() + mistakes.rows();
        if (sum != count) {
            throw new IllegalStateException(
                    count + " rows of " + source.named() + ", and " + sum + " are accounted for");
        }
        return new Imported(
                source.named(),
                into.table().shown(),
                request.mode(),
                into.key().map(UniqueKey::columns).orElse(List.of()),
                sha256,
                new Counts(
                        count,
                        counts.inserted(),
                        counts.updated(),
                        counts.unchanged(),
                        counts.passed(),
                        replacing.map(EmbeddedReplacing::deleted).orElse(0L)),
                mistakes.rows(),
                rejects(mistakes),
                mistakes.rows() == 0 ? Files.NONE : files(mistakes),
                rows.changes().stream()
                        .map(change -> new Change(
                                change.line(), change.key(), change.column(), change.before(), change.after()))
                        .toList(),
                replacing
                        .map(EmbeddedReplacing::deletion)
                        .filter(each -> mistakes.rows() == 0)
                        .orElse(Deletion.NONE),
                notes(sha256),
                Optional.empty());
    }

    private static List<Reject> rejects(Mistakes mistakes) {
        return mistakes.first(
                SHOWN,
                row -> new Reject(
                        row.number(1),
                        (int) row.number(2),
                        row.textOrNull(3),
                        row.textOrNull(4),
                        row.text(5),
                        row.text(6)));
    }

    private List<String> notes(String sha256) {
        List<String> notes = new ArrayList<>(heading.notes(shape, request.job()));
        if (rows.mistakes().rows() <= request.maxErrors()) {
            kept.map(EmbeddedKeeping::end)
                    .flatMap(changed -> kept(changed, sha256))
                    .ifPresent(notes::add);
        }
        return notes;
    }

    /** Writes down what an undo needs to know; returns how it is called. */
    private Optional<String> kept(Map<ImageTarget, Long> changed, String sha256) {
        Keeping keeps = keeping.orElseThrow();
        keeps.begin(new Keeping.Begun(
                source.named(), sha256, into.table().shown(), request.mode().label()));
        keeps.record(changed);
        return changed.isEmpty() ? Optional.empty() : Optional.of(keeps.note());
    }

    private Files files(Mistakes mistakes) {
        RejectFile file = new RejectFile(source, shape, heading, request, new Reasons(session));
        if (request.rejecting().stream().isPresent()) {
            List<Long> all = new ArrayList<>();
            try (RejectedLines lines = mistakes.lines()) {
                lines.forEachRemaining(all::add);
            }
            streaming = () -> file.stream(all);
        }
        try (RejectedLines lines = mistakes.lines()) {
            return file.write(lines);
        }
    }

    /** Returns what writes the rejected rows to a stream, where they go to one, once the transaction is over. */
    Runnable streaming() {
        return streaming;
    }

    /** Does what can only be done once it is committed; returns what was done, for people. */
    List<String> committed() {
        return rows.forward();
    }
}
