package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.transfer.Imported.Change;
import dev.oneoff.transfer.Imported.Counts;
import dev.oneoff.transfer.Sequences.Owned;
import dev.oneoff.transfer.file.Shape;
import dev.oneoff.transfer.file.SourceFile;
import dev.oneoff.transfer.target.TargetColumn;
import dev.oneoff.transfer.target.TargetTable;
import dev.oneoff.transfer.target.Targets;
import dev.oneoff.transfer.target.UniqueKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    private String sha256 = "";
    private long rows;

    /** Looks at the table and into the file. */
    Importing(Session session, SourceFile source, ImportRequest request, Watching watching) {
        this.session = session;
        this.source = source;
        this.request = request;
        this.watching = watching;
        this.texts = new Texts(session, request.values());
        texts.pin();
        this.table = new Targets(session)
                .writable(request.table().orElse(source.name().table()));
        this.shape = source.shape();
        this.heading = new HeadingReader(table, request, texts).read(shape);
        this.classes = new Classes(session, table, heading, new FileKey(table, heading, request).key(), request);
    }

    /**
     * Says what it would do, or does it; the caller ends the transaction, and keeps it only where nothing is rejected that may
     * not be.
     *
     * @param writes whether rows are written
     */
    Imported run(boolean writes) {
        if (!heading.ignored().isEmpty()) {
            notes.add("ignored: " + String.join(", ", heading.ignored()));
        }
        shape.notes().forEach(notes::add);
        if (writes && straight()) {
            return imported(new Counts(rows, rows, 0, 0, 0), 0, Optional.empty(), List.of());
        }
        stage();
        watching.phase("checking %,d rows".formatted(rows));
        check();
        Findings findings = new Findings(session, table, classes);
        List<Change> changes = findings.changes();
        if (writes && findings.rejected() <= request.maxErrors()) {
            watching.phase("writing");
            new Writing(session, table, heading, classes).write();
            notes.addAll(new Sequences(session, table, heading).forward());
        }
        // Where somebody else was quicker, more may be rejected by now.
        long rejected = findings.rejected();
        Classes.Counts counts = classes.counts();
        requireAll(counts, rejected);
        Optional<String> rejectFile = rejected == 0
                ? Optional.empty()
                : Optional.of(new RejectFile(session, source, shape, heading)
                        .write(findings.rejectedLines())
                        .getFileName()
                        .toString());
        return imported(
                new Counts(rows, counts.inserted(), counts.updated(), counts.unchanged(), counts.passed()),
                rejected,
                rejectFile,
                changes);
    }

    private Imported imported(Counts counts, long rejected, Optional<String> rejectFile, List<Change> changes) {
        return new Imported(
                source.named(),
                table.shown(),
                request.mode(),
                classes.key().map(UniqueKey::columns).orElse(List.of()),
                sha256,
                counts,
                rejected,
                rejected == 0 ? List.of() : new Findings(session, table, classes).rejects(),
                rejectFile,
                changes,
                notes);
    }

    /** Tries to copy the file straight into the table; nothing is left of an attempt that fails. */
    private boolean straight() {
        Straight straight = new Straight(session, table, heading, shape.separator(), texts);
        if (!straight.allowed(request)) {
            return false;
        }
        session.execute("SAVEPOINT oneoff_straight");
        Sequences sequences = new Sequences(session, table, heading);
        Map<Owned, Long> largest = new LinkedHashMap<>();
        sequences.owned().forEach(owned -> largest.put(owned, Long.MIN_VALUE));
        try (SourceFile.Opened opened = source.open(shape, heading.kinds())) {
            OptionalLong count = straight.copy(opened.records(), watching.reading(opened), largest);
            if (count.isPresent()) {
                session.execute("SET CONSTRAINTS ALL IMMEDIATE");
                rows = count.getAsLong();
                sha256 = opened.sha256();
                largest.forEach(
                        (owned, number) -> sequences.forward(owned, number).ifPresent(notes::add));
                return true;
            }
        } catch (IOException e) {
            throw source.cutOff(e);
        } catch (OneoffException e) {
            if (e.failure().fact("sqlState").isEmpty() || e.kind() == FailureKind.UNREACHABLE) {
                throw e;
            }
        }
        session.execute("ROLLBACK TO SAVEPOINT oneoff_straight");
        return false;
    }

    private void stage() {
        Staging staging = new Staging(session, heading, shape.separator(), request.values());
        staging.create();
        try (SourceFile.Opened opened = source.open(shape, heading.kinds())) {
            rows = staging.copy(opened.records(), watching.reading(opened));
            sha256 = opened.sha256();
        } catch (IOException e) {
            throw source.cutOff(e);
        }
    }

    /** Makes values of the texts, looks at them, and says what each row is to the table. */
    private void check() {
        texts.check(heading);
        new Lookups(session, heading).find();
        texts.inTheirZone(() -> new Typing(session, heading).type());
        Checks checks = new Checks(session, table, heading);
        checks.rows();
        classes.key().ifPresent(checks::keys);
        checks.twice();
        checks.references();
        classes.plan();
        classes.refuse();
        requireFilled();
        checks.ownReferences();
        session.execute("DELETE FROM oneoff_plan WHERE line IN (SELECT r.line FROM oneoff_reject AS r)");
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
