package dev.oneoff.datafix.engine;

import dev.oneoff.database.Row;
import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.datafix.plan.CodePlan;
import dev.oneoff.datafix.plan.Work;
import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.datafix.script.Header.Effects;
import dev.oneoff.datafix.store.WorkItem;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A class of the application, called with the keys of a batch, on PostgreSQL.
 *
 * @param images the table of the images
 */
record Calling(FixScript script, Work work, CodePlan code, Map<String, String> params, String images) implements Doing {

    /** As many as one call should get: their rows may be held in memory meanwhile, by oneoff and by the class. */
    private static final int MOST = 500;

    private static final int LONGEST = 500;

    // The transaction is over for the server: an earlier statement failed.
    private static final String ABORTED = "25P02";

    @Override
    public List<Sql> count(Given given) {
        return List.of(counting(given));
    }

    /** Returns what counts keys. */
    static Sql counting(Given given) {
        return new Phrase()
                .say(
                        "WITH " + given.with() + "\nSELECT count(*) FROM oneoff_keys",
                        given.values().toArray())
                .sql();
    }

    /** What a rollback does not undo is done for one key at a time: no other key's failure does it again. */
    @Override
    public int most() {
        return script.header().effects() == Effects.EXTERNAL ? 1 : MOST;
    }

    @Override
    public Done items(Session session, List<WorkItem> items, Owned batch, Batch.Allowed allowed) {
        // One key cannot be made fewer: it may take as long as it does.
        session.execute("SET LOCAL statement_timeout = " + (items.size() > 1 ? "'10s'" : "0"));
        Given given = Given.of(work, items);
        if (code.kept().isEmpty()) {
            List<List<Object>> keys = session.list(keys(given), row -> key(row, 1));
            allowed.check(keys.size());
            call(session, keys);
            return new Done(items.size(), 0);
        }
        KeptRows rows = new KeptRows(code.kept().get(), images);
        List<KeptRows.Old> old =
                session.list(rows.lock(given), row -> new KeptRows.Old(row.text(1), row.text(2), key(row, 3)));
        allowed.check(old.size());
        if (!old.isEmpty()) {
            call(session, old.stream().map(KeptRows.Old::values).toList());
        }
        long changed = kept(session, rows, given, old, batch);
        return new Done(changed, items.size() - changed);
    }

    private long kept(Session session, KeptRows rows, Given given, List<KeptRows.Old> old, Owned batch) {
        return session.list(rows.keep(given, old, batch.owner(1)), row -> {
                    if (row.number(1) != old.size()) {
                        throw rejected(
                                "changed " + old.size() + " rows, of which " + (old.size() - row.number(1))
                                        + " are gone or have another key now",
                                "A class that names its table changes the rows of its keys. Return no table, then it may"
                                        + " do anything and cannot be reverted.");
                    }
                    return row.number(2);
                })
                .get(0);
    }

    /** Returns what reads them. */
    static Sql keys(Given given) {
        return new Phrase()
                .say(
                        "WITH " + given.with() + "\nSELECT * FROM oneoff_keys",
                        given.values().toArray())
                .sql();
    }

    private List<Object> key(Row row, int from) {
        List<Object> values = new ArrayList<>();
        for (int at = 0; at < work.columns().size(); at++) {
            values.add(row.value(from + at));
        }
        return values;
    }

    private void call(Session session, List<List<Object>> keys) {
        try {
            code.fix().apply(session, keys, params);
        } catch (OneoffException e) {
            throw e;
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            throw failed(session, e);
        }
        try {
            session.execute("SET CONSTRAINTS ALL IMMEDIATE");
        } catch (OneoffException e) {
            throw ofTheDatabase(e);
        }
    }

    private OneoffException failed(Session session, Throwable thrown) {
        return session.errors()
                .ofCause(thrown, "running " + code.fix().className())
                .map(this::ofTheDatabase)
                .orElseGet(() -> ofTheKeys("threw " + thrown.getClass().getName() + said(session, thrown), thrown));
    }

    private static String said(Session session, Throwable thrown) {
        String message = Optional.ofNullable(thrown.getMessage()).orElse("");
        String line = session.errors().scrub(message).strip().replaceAll("\\s*\\R\\s*", " ");
        return line.isEmpty() ? "" : ": " + line.substring(0, Math.min(line.length(), LONGEST));
    }

    /** A statement after the one that failed is not to blame: the class went on where it should have stopped. */
    private OneoffException ofTheDatabase(OneoffException error) {
        return Failures.sqlState(error.failure()).equals(ABORTED)
                ? ofTheKeys("went on after the database had refused a statement", error)
                : error;
    }

    /** One of the keys is to blame; which one, smaller batches find out. */
    private OneoffException ofTheKeys(String what, Throwable cause) {
        return new OneoffException(
                new Failure(FailureKind.STEP_FAILED, code.fix().className() + " " + what, "Look at the row.")
                        .with("sqlState", Failures.THROWN),
                cause);
    }

    private OneoffException rejected(String what, String instead) {
        return new OneoffException(
                FailureKind.INPUT_REJECTED,
                "Fix " + script.id() + ": " + code.fix().className() + " " + what + ".",
                instead);
    }
}
