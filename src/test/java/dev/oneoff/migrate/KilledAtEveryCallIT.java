package dev.oneoff.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.database.dialect.Dialect;
import dev.oneoff.run.Outcome;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A migration that dies at any call to the database, before or after it, is made whole by the next run: every changeset
 * once, nothing twice, nobody has to unlock anything. Every call is tried within this process, with the socket cut for
 * good; a sample of them is tried with a process that really halts.
 */
class KilledAtEveryCallIT extends WithSampleApp {

    private static final int HALTS = 8;

    private Map<String, List<String>> expected = Map.of();

    @BeforeEach
    void begin() throws IOException {
        app.changeset("1-counter", "CREATE TABLE counter (n int NOT NULL);\nINSERT INTO counter VALUES (0);")
                .changeset("2-plus", "UPDATE counter SET n = n + 1;")
                .changeset("3-many", """
                        CREATE TABLE event (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n int);
                        INSERT INTO event (n) SELECT n FROM counter;
                        INSERT INTO event (n) SELECT n + 10 FROM counter;
                        CREATE INDEX event_n ON event (n);""")
                .changeset(
                        "4-index",
                        "runInTransaction:false",
                        "CREATE INDEX CONCURRENTLY event_id_n ON event (id, n);\n"
                                + "CREATE INDEX CONCURRENTLY event_n_id ON event (n, id);")
                .changeset("5-plus", "UPDATE counter SET n = n + 1;");
    }

    @Test
    void theNextRunMakesItWholeWhereverTheConnectionEnds() throws SQLException {
        List<String> calls = undisturbed();
        List<String> broken = new ArrayList<>();
        for (int n = 0; n <= calls.size(); n++) {
            empty();
            // Before the first, or after the n-th: before the next one is the same to the server.
            Cut cut = n == 0 ? new Cut(1, true) : new Cut(n, false);
            die(cut);
            check("at call %d, %s".formatted(n, cut.calls().get(cut.calls().size() - 1)), broken);
        }
        System.out.printf("killed at %d points of %d calls to the database%n", calls.size() + 1, calls.size());
        assertThat(broken).isEmpty();
    }

    @Test
    void theNextRunMakesItWholeAfterAProcessThatHalted() throws IOException, InterruptedException, SQLException {
        List<String> calls = undisturbed();
        long seed = Long.getLong("oneoff.seed", System.nanoTime());
        Random random = new Random(seed);
        // A commit is where it matters most: half of the processes end at one.
        List<Integer> points = new ArrayList<>(sample(calls, "commit"::equals, random));
        points.addAll(sample(calls, call -> !call.equals("commit"), random));
        List<String> broken = new ArrayList<>();
        for (int point : points) {
            empty();
            String when = point % 2 == 0 ? "before" : "after";
            int exitCode = KilledMigration.halted(database.url(), folder, point / 2, when);
            assertThat(exitCode)
                    .as("%s call %d, seed %d", when, point / 2, seed)
                    .isEqualTo(KilledMigration.KILLED);
            check("halted %s call %d, seed %d".formatted(when, point / 2, seed), broken);
        }
        System.out.printf("halted %d processes, seed %d%n", HALTS, seed);
        assertThat(broken).isEmpty();
    }

    /** Runs once to the end; returns the calls and keeps what the database must hold. */
    private List<String> undisturbed() throws SQLException {
        migrate(real -> real);
        empty();
        Cut cut = new Cut(Cut.NEVER, true);
        Outcome<Migrated> outcome = migrate(real -> new DyingDialect(real, cut));
        assertThat(outcome.summary()).isEqualTo("applied 5 changesets, 5 in all");
        expected = state();
        assertThat(expected.get("counter")).containsExactly("(2)");
        assertThat(expected.get("event")).containsExactly("(1,1)", "(2,11)");
        return cut.calls();
    }

    /** Returns twice the number of a call for before it, one more for after it. */
    private static List<Integer> sample(List<String> calls, Predicate<String> wanted, Random random) {
        List<Integer> points = new ArrayList<>();
        for (int n = 1; n <= calls.size(); n++) {
            if (wanted.test(calls.get(n - 1))) {
                points.add(2 * n);
                points.add(2 * n + 1);
            }
        }
        Collections.shuffle(points, random);
        return points.subList(0, HALTS / 2);
    }

    private void die(Cut cut) {
        try {
            migrate(real -> new DyingDialect(real, cut));
        } catch (Cut.Dead | RuntimeException e) {
            assertThat(cut.dead()).as("died of something else: %s", e).isTrue();
        }
        assertThat(cut.dead()).isTrue();
    }

    private void check(String what, List<String> broken) throws SQLException {
        try {
            Outcome<Migrated> again = migrate(real -> real);
            assertThat(again.failure()).isEmpty();
            assertThat(state()).isEqualTo(expected);
            assertThat(database.query("SELECT locked, lockedby FROM databasechangeloglock"))
                    .containsExactly("f | NULL");
            assertThat(migrate(real -> real).summary()).isEqualTo("nothing to do: 5 changesets applied, none pending");
            assertThat(database.query("SELECT id FROM oneoff_run WHERE state = 'running'"))
                    .as("runs that never end")
                    .isEmpty();
        } catch (AssertionError | RuntimeException e) {
            broken.add(what + ": " + e);
        }
    }

    /** Returns what must be the same whatever happened: rows, history, indexes. */
    private Map<String, List<String>> state() throws SQLException {
        Map<String, List<String>> state =
                app.content("databasechangelog", "databasechangeloglock", "oneoff_run", "oneoff_step", "oneoff_fact");
        state.put("history", database.query(SampleApp.HISTORY));
        state.put(
                "indexes",
                database.query("SELECT c.relname, i.indisvalid FROM pg_index AS i JOIN pg_class AS c"
                        + " ON c.oid = i.indexrelid WHERE c.relnamespace = 'public'::regnamespace ORDER BY 1"));
        return state;
    }

    private Outcome<Migrated> migrate(UnaryOperator<Dialect> dialect) {
        return InProcess.of(app).with(dialect).migrate();
    }

    private void empty() throws SQLException {
        database.execute("DROP SCHEMA public CASCADE", "CREATE SCHEMA public");
    }
}
