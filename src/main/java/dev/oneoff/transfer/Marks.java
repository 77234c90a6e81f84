package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.sql.Identifier;
import dev.oneoff.transfer.Imported.Counts;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;

/** The marks of imports in batches, in the ledger of a session's schema. */
record Marks(Session session, Clock clock) {

    private static final String FIND = """
            SELECT run_id, state, line, batches, row_count, inserted, updated, unchanged, passed
            FROM %s
            WHERE target = :target
              AND sha256 = :sha256""";

    private static final String TERMS = """
            SELECT terms
            FROM %s
            WHERE target = :target
              AND sha256 = :sha256""";

    private static final String STOPPED = """
            SELECT run_id
            FROM %s
            WHERE target = :target
              AND state = 'going'
            ORDER BY changed_at DESC
            LIMIT 1""";

    private static final String FORGET = """
            DELETE FROM %s
            WHERE target = :target
              AND sha256 = :sha256""";

    private static final String BEGIN = """
            INSERT INTO %s (target, sha256, run_id, state, row_count, line, batches, inserted, updated, unchanged, passed,
                keyed, terms, began_at, changed_at)
            VALUES (:target, :sha256, :run, 'going', 0, 0, 0, 0, 0, 0, 0, :keyed, :terms, :now, :now)""";

    private static final String ADVANCE = """
            UPDATE %s
            SET run_id = :run, state = :state, row_count = :rows, line = :line, batches = :batches, inserted = :inserted,
                updated = :updated, unchanged = :unchanged, passed = :passed, changed_at = :now
            WHERE target = :target
              AND sha256 = :sha256
              AND batches = :before
              AND state = 'going'""";

    /** Returns how far a file has come. */
    Optional<Mark> find(String target, String sha256) {
        return session
                .list(
                        sql(FIND).with("target", target).with("sha256", sha256),
                        row -> new Mark(
                                target,
                                sha256,
                                row.text(1),
                                Mark.State.valueOf(row.text(2).toUpperCase(Locale.ROOT)),
                                row.number(3),
                                row.number(4),
                                new Counts(
                                        row.number(5), row.number(6), row.number(7), row.number(8), row.number(9), 0)))
                .stream()
                .findFirst();
    }

    /** Returns the options that an import began with. */
    String terms(Mark mark) {
        return session.list(sql(TERMS).with("target", mark.target()).with("sha256", mark.sha256()), row -> row.text(1))
                .get(0);
    }

    /** Returns the run of another file that stopped on its way into a table, if there is one. */
    Optional<String> stopped(String target) {
        return session.list(sql(STOPPED).with("target", target), row -> row.text(1)).stream()
                .findFirst();
    }

    /**
     * Puts a file to its beginning, in the caller's transaction.
     *
     * @param keyed whether its rows are found again by a key
     * @param terms the options that decide what becomes of them
     */
    void begin(Mark mark, boolean keyed, String terms) {
        session.update(sql(FORGET).with("target", mark.target()).with("sha256", mark.sha256()));
        session.update(sql(BEGIN)
                .with("target", mark.target())
                .with("sha256", mark.sha256())
                .with("run", mark.run())
                .with("keyed", keyed)
                .with("terms", terms)
                .with("now", clock.instant()));
    }

    /**
     * Moves it on, in the transaction of the batch.
     *
     * @param before how many batches there have to be
     */
    void advance(Mark mark, long before) {
        Counts counts = mark.counts();
        int moved = session.update(sql(ADVANCE)
                .with("run", mark.run())
                .with("state", mark.state().label())
                .with("rows", counts.rows())
                .with("line", mark.line())
                .with("batches", mark.batches())
                .with("inserted", counts.inserted())
                .with("updated", counts.updated())
                .with("unchanged", counts.unchanged())
                .with("passed", counts.passed())
                .with("now", clock.instant())
                .with("target", mark.target())
                .with("sha256", mark.sha256())
                .with("before", before));
        if (moved != 1) {
            throw new OneoffException(
                    FailureKind.LOCKED, "Somebody else imports this file by now.", "Look at: oneoff history");
        }
    }

    private Sql sql(String statement) {
        String table = Identifier.of(session.schema()).quoted() + ".oneoff_import_mark";
        return Sql.of(statement.formatted(table));
    }
}
