package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.rows.csv.Fields;
import dev.oneoff.rows.csv.RecordBytes;
import dev.oneoff.sql.Identifier;
import dev.oneoff.transfer.Heading.Field;
import dev.oneoff.transfer.Imported.Change;
import dev.oneoff.transfer.Imported.Counts;
import dev.oneoff.transfer.Imported.Reject;
import dev.oneoff.transfer.Sequences.Owned;
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
import java.util.stream.Collectors;

/** One import, in one transaction: stage, type, check, classify, and, where it is no dry run, write. For one thread. */
final class Importing {

    private static final int SHOWN = 20;
    private static final String PINNED = """
            SET LOCAL TimeZone = 'UTC';
            SET LOCAL DateStyle = 'ISO, YMD';
            SET LOCAL IntervalStyle = 'postgres';
            SET LOCAL bytea_output = 'hex';
            SET LOCAL extra_float_digits = 3;
            SET LOCAL row_security = off;
            SET LOCAL work_mem = '64MB'""";

    private final Session session;
    private final SourceFile source;
    private final ImportRequest request;
    private final Reading reading;
    private final Map<Owned, Long> largest = new LinkedHashMap<>();
    private String sha256 = "";
    private long rows;

    Importing(Session session, SourceFile source, ImportRequest request, Reading reading) {
        this.session = session;
        this.source = source;
        this.request = request;
        this.reading = reading;
    }

    /**
     * Says what it would do, or does it; the caller ends the transaction, and keeps it only where nothing is rejected that may
     * not be.
     *
     * @param writes whether rows are written
     */
    Imported run(boolean writes) {
        session.execute(PINNED);
        TargetTable table = new Targets(session)
                .writable(request.table().orElse(source.name().table()));
        try (SourceFile.Opened opened = source.open()) {
            Heading heading = heading(opened.records(), table);
            Classes classes = new Classes(session, table, heading, new FileKey(table, heading, request).key(), request);
            if (writes && straight(table, heading)) {
                return copied(table, heading, classes);
            }
            stage(opened, heading);
            Checks checks = new Checks(session, table, heading);
            checks.rows();
            classes.key().ifPresent(checks::keys);
            checks.twice();
            checks.references();
            classes.plan();
            classes.refuse();
            requireFilled(table, heading);
            checks.ownReferences();
            session.execute("DELETE FROM oneoff_plan WHERE line IN (SELECT r.line FROM oneoff_reject AS r)");
            return result(table, heading, classes, writes);
        } catch (OneoffException e) {
            Failure failure = e.failure();
            throw failure.title().startsWith("line ")
                    ? new OneoffException(failure.titled(source.named() + ", " + failure.title()), e)
                    : e;
        } catch (IOException e) {
            throw new OneoffException(
                    new Failure(
                            FailureKind.INPUT_REJECTED, source.named() + " cannot be read to its end.", "Try again."),
                    e);
        }
    }

    /** Tries to copy the file straight into the table; nothing is left of an attempt that fails. */
    private boolean straight(TargetTable table, Heading heading) throws IOException {
        Straight straight = new Straight(session, table, heading, source.name().separator());
        if (!straight.allowed(request)) {
            return false;
        }
        session.execute("SAVEPOINT oneoff_straight");
        largest.clear();
        new Sequences(session, table, heading).owned().forEach(owned -> largest.put(owned, Long.MIN_VALUE));
        try (SourceFile.Opened opened = source.open()) {
            first(opened.records());
            OptionalLong count = straight.copy(opened.records(), reading, largest);
            if (count.isPresent()) {
                session.execute("SET CONSTRAINTS ALL IMMEDIATE");
                rows = count.getAsLong();
                sha256 = opened.sha256();
                return true;
            }
        } catch (OneoffException e) {
            if (e.failure().fact("sqlState").isEmpty() || e.kind() == FailureKind.UNREACHABLE) {
                throw e;
            }
        }
        session.execute("ROLLBACK TO SAVEPOINT oneoff_straight");
        return false;
    }

    private Imported copied(TargetTable table, Heading heading, Classes classes) {
        List<String> notes = new ArrayList<>();
        Sequences sequences = new Sequences(session, table, heading);
        largest.forEach((owned, number) -> sequences.forward(owned, number).ifPresent(notes::add));
        return new Imported(
                source.named(),
                table.shown(),
                request.mode(),
                classes.key().map(UniqueKey::columns).orElse(List.of()),
                sha256,
                new Counts(rows, rows, 0, 0, 0),
                0,
                List.of(),
                Optional.empty(),
                List.of(),
                notes);
    }

    /** Goes to the header; in a file of one column an empty line is a row. */
    private static boolean first(RecordBytes records) throws IOException {
        boolean there = records.next();
        if (there && records.fields() == 1) {
            records.keepEmptyLines();
        }
        return there;
    }

    private Heading heading(RecordBytes records, TargetTable table) throws IOException {
        if (!first(records)) {
            throw new OneoffException(
                    FailureKind.INPUT_REJECTED,
                    source.named() + " is empty.",
                    "Its first line has to name the columns, even when there is no row.");
        }
        records.flaw().ifPresent(flaw -> {
            throw new OneoffException(
                    FailureKind.INPUT_REJECTED, source.named() + ", line 1: " + flaw + ".", "Save it as UTF-8.");
        });
        return Heading.of(
                new Fields(source.name().separator()).of(records.record()),
                table,
                request.passOver().extra());
    }

    private void stage(SourceFile.Opened opened, Heading heading) throws IOException {
        Staging staging = new Staging(session, heading, source.name().separator());
        staging.create();
        rows = staging.copy(opened.records(), reading);
        sha256 = opened.sha256();
        new Typing(session, heading).type();
    }

    /** Rejects rows to be inserted that leave out what they must have. */
    private void requireFilled(TargetTable table, Heading heading) {
        for (TargetColumn column : table.columns()) {
            if (column.required()
                    && !column.filled()
                    && !column.computed()
                    && heading.field(column.name().name()).isEmpty()) {
                session.execute("INSERT INTO oneoff_reject (line, place, field, code, reason)\nSELECT line, 0, "
                        + Literal.of(column.name().name())
                        + ", 'not-null', 'a new row needs it, and the file does not have this column'"
                        + "\nFROM oneoff_plan\nWHERE act = 'insert'");
            }
        }
    }

    private Imported result(TargetTable table, Heading heading, Classes classes, boolean writes) throws IOException {
        List<Change> changes = classes.key().isEmpty() ? List.of() : changes(table, classes);
        List<String> notes = new ArrayList<>();
        if (!heading.ignored().isEmpty()) {
            notes.add("ignored: " + String.join(", ", heading.ignored()));
        }
        if (writes && rejected() <= request.maxErrors()) {
            new Writing(session, table, heading, classes).write();
            notes.addAll(new Sequences(session, table, heading).forward());
        }
        // Where somebody else was quicker, more may be rejected by now.
        long rejected = rejected();
        Optional<String> rejectFile = rejected == 0 ? Optional.empty() : Optional.of(rejectFile());
        Classes.Counts counts = classes.counts();
        requireAll(counts, rejected);
        return new Imported(
                source.named(),
                table.shown(),
                request.mode(),
                classes.key().map(UniqueKey::columns).orElse(List.of()),
                sha256,
                new Counts(rows, counts.inserted(), counts.updated(), counts.unchanged(), counts.passed()),
                rejected,
                rejects(),
                rejectFile,
                changes,
                notes);
    }

    /** Every row of the file is something: none is lost on the way. */
    private void requireAll(Classes.Counts counts, long rejected) {
        long sum = counts.inserted() + counts.updated() + counts.unchanged() + counts.passed() + rejected;
        if (sum != rows) {
            throw new IllegalStateException(
                    rows + " rows of " + source.named() + ", and " + sum + " are accounted for");
        }
    }

    private long rejected() {
        return number("SELECT count(DISTINCT line) FROM oneoff_reject");
    }

    private String rejectFile() {
        List<Long> lines =
                session.list(Sql.of("SELECT DISTINCT line FROM oneoff_reject ORDER BY line"), row -> row.number(1));
        return new RejectFile(session, source).write(lines).getFileName().toString();
    }

    private List<Reject> rejects() {
        return session.list(
                Sql.of("SELECT line, place, field, value, code, reason FROM oneoff_reject ORDER BY line, place LIMIT "
                        + SHOWN),
                row -> new Reject(
                        row.number(1),
                        (int) row.number(2),
                        row.textOrNull(3),
                        row.textOrNull(4),
                        row.text(5),
                        row.text(6)));
    }

    private List<Change> changes(TargetTable table, Classes classes) {
        if (classes.others().isEmpty()) {
            return List.of();
        }
        String key = classes.key().orElseThrow().columns().stream()
                .map(column -> "s." + Identifier.of(column).quoted())
                .collect(Collectors.joining(", ", "concat_ws(', ', ", ")"));
        String each = classes.others().stream()
                .map(field -> change(field, key, table, classes))
                .collect(Collectors.joining("\nUNION ALL\n"));
        return session.list(
                Sql.positional(
                        "SELECT * FROM (" + each
                                + ") AS c (line, place, key, name, before, after)\nWHERE before IS DISTINCT"
                                + " FROM after\nORDER BY line, place\nLIMIT " + SHOWN,
                        List.of()),
                row -> new Change(row.number(1), row.text(3), row.text(4), row.textOrNull(5), row.textOrNull(6)));
    }

    private static String change(Field field, String key, TargetTable table, Classes classes) {
        String column = field.column().quoted();
        return "SELECT p.line, " + field.place() + ", " + key + ", "
                + Literal.of(field.column().name().name())
                + ", CAST(t." + column + " AS text) COLLATE \"C\", CAST(CAST(s." + column + " AS "
                + field.column().type()
                + ") AS text) COLLATE \"C\"\nFROM (SELECT line FROM oneoff_plan WHERE act = 'update' ORDER BY line LIMIT "
                + SHOWN
                + ") AS p\nJOIN oneoff_typed AS s ON s.oneoff_line = p.line\nJOIN "
                + table.name().quoted() + " AS t ON "
                + classes.matches();
    }

    private long number(String sql) {
        return session.list(Sql.positional(sql, List.of()), row -> row.number(1))
                .get(0);
    }
}
