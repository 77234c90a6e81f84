package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.rows.Flaw;
import dev.oneoff.rows.Records;
import dev.oneoff.run.Cancellation;
import dev.oneoff.transfer.Imported.Change;
import dev.oneoff.transfer.Imported.Counts;
import dev.oneoff.transfer.Imported.Files;
import dev.oneoff.transfer.Imported.Reject;
import dev.oneoff.transfer.embedded.Cell;
import dev.oneoff.transfer.embedded.Into;
import dev.oneoff.transfer.embedded.Mistakes;
import dev.oneoff.transfer.embedded.RowByRow;
import dev.oneoff.transfer.file.Shape;
import dev.oneoff.transfer.file.SourceFile;
import dev.oneoff.transfer.target.TargetTable;
import dev.oneoff.transfer.target.Targets;
import dev.oneoff.transfer.target.UniqueKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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
                        request.passOver().existing()));
        this.rows = new RowByRow(session, into);
    }

    private List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (Field field : heading.fields()) {
            cells.add(new Cell(cells.size(), field.place(), field.column()));
        }
        return cells;
    }

    /** Does it; the caller ends the transaction, and keeps it only where nothing is rejected that may not be. */
    Imported run() {
        try (SourceFile.Opened opened = source.open(shape, heading.kinds());
                rows) {
            long count = take(opened.records(), watching.reading(opened));
            if (rows.waits()) {
                watching.phase("taking the rows that waited for others");
                rows.end();
            }
            return result(count, opened.sha256());
        } catch (IOException e) {
            throw source.cutOff(e);
        }
    }

    private long take(Records records, Reading reading) throws IOException {
        EmbeddedTexts texts = new EmbeddedTexts(session, heading, request.values());
        int width = heading.width() + (heading.sparse() ? 1 : 0);
        long count = 0;
        while (records.next()) {
            count++;
            if (records.flaw().isPresent()) {
                reject(records.line(), records.flaw().get());
            } else if (records.fields() != width) {
                reject(records.line(), heading.otherwise(records.fields()));
            } else {
                rows.take(texts.of(records));
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

    private Imported result(long count, String sha256) {
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
                new Counts(count, counts.inserted(), counts.updated(), counts.unchanged(), counts.passed(), 0),
                mistakes.rows(),
                mistakes.first(
                        SHOWN,
                        row -> new Reject(
                                row.number(1),
                                (int) row.number(2),
                                row.textOrNull(3),
                                row.textOrNull(4),
                                row.text(5),
                                row.text(6))),
                mistakes.rows() == 0 ? Files.NONE : files(mistakes),
                rows.changes().stream()
                        .map(change -> new Change(
                                change.line(), change.key(), change.column(), change.before(), change.after()))
                        .toList(),
                Deletion.NONE,
                heading.notes(shape, request.job()));
    }

    private Files files(Mistakes mistakes) {
        List<Long> lines = mistakes.lines();
        RejectFile file = new RejectFile(source, shape, heading, request, new Reasons(session));
        streaming = () -> file.stream(lines);
        return file.write(lines);
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
