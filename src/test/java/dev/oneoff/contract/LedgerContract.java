package dev.oneoff.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.ledger.Ledger;
import dev.oneoff.ledger.Origin;
import dev.oneoff.ledger.Protection;
import dev.oneoff.ledger.RunRow;
import dev.oneoff.ledger.RunState;
import dev.oneoff.ledger.StepRow;
import dev.oneoff.ledger.Unfinished;
import dev.oneoff.lock.HeldLock;
import dev.oneoff.lock.HolderFile;
import dev.oneoff.lock.LockName;
import dev.oneoff.lock.Locks;
import dev.oneoff.run.History;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who ran what: kept alike on every engine. */
abstract class LedgerContract {

    private static final List<String> TABLES = List.of(
            "oneoff_fact",
            "oneoff_fix",
            "oneoff_fix_chunk",
            "oneoff_fix_conflict",
            "oneoff_fix_input",
            "oneoff_fix_reject",
            "oneoff_fix_step",
            "oneoff_fix_work",
            "oneoff_image",
            "oneoff_import",
            "oneoff_import_conflict",
            "oneoff_import_image",
            "oneoff_import_mark",
            "oneoff_import_step",
            "oneoff_run",
            "oneoff_step");

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);

    private Database database;
    private Session session;
    private Ledger ledger;

    /** Returns an empty database. */
    abstract Database database() throws Exception;

    /** Leads away from the ledger's schema, as a changeset may. */
    abstract String leadAway();

    @BeforeEach
    void open() throws Exception {
        database = database();
        session = database.open("oneoff/ledger");
        ledger = new Ledger(session, CLOCK);
    }

    @AfterEach
    void close() {
        session.close();
    }

    private List<String> tables() {
        return session.list(Sql.of("""
                        SELECT CAST(table_name AS VARCHAR)
                        FROM information_schema.tables
                        WHERE table_schema = 'public'
                        ORDER BY table_name"""), row -> row.text(1));
    }

    private static RunRow run(String id, RunState state) {
        Integer exitCode = state == RunState.RUNNING ? null : 0;
        Origin origin = new Origin("ada", "--actor", "v1", "ONEOFF_RELEASE", Optional.of("SHOP-1"), "0.1.0");
        return new RunRow(id, "migrate", "", state, NOON, exitCode == null ? null : NOON, origin, exitCode, null);
    }

    @Test
    void readingCreatesNothing() {
        assertThat(ledger.recent(10)).isEmpty();
        assertThat(ledger.find("x")).isEmpty();
        assertThat(ledger.steps("x")).isEmpty();
        assertThat(ledger.unfinished()).isEmpty();
        assertThat(new Protection(ledger).reason()).isEmpty();
        assertThat(tables()).isEmpty();
    }

    @Test
    void itsTablesAreCreatedOnce() {
        ledger.prepare();
        ledger.insert(run("a", RunState.SUCCEEDED));
        ledger.prepare();

        assertThat(tables()).isEqualTo(TABLES);
        assertThat(ledger.recent(10)).containsExactly(run("a", RunState.SUCCEEDED));
    }

    @Test
    void aNewerShapeIsRefusedWithWords() {
        ledger.prepare();
        ledger.put("ledger.version", "99", null);

        assertThatThrownBy(ledger::prepare).isInstanceOfSatisfying(OneoffException.class, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.CONFIGURATION);
            assertThat(e).hasMessageContainingAll("newer oneoff", "99");
            assertThat(e.failure().hint()).contains("newer oneoff");
        });
    }

    @ParameterizedTest
    @EnumSource(RunState.class)
    void aRunMovesOnlyWhereItsStateMay(RunState from) {
        ledger.prepare();
        for (RunState to : List.of(RunState.SUCCEEDED, RunState.FAILED, RunState.INTERRUPTED)) {
            String id = from + "-" + to;
            ledger.insert(run(id, from));
            ledger.finish(id, to, 7, "said");

            RunState expected = from.next().contains(to) ? to : from;
            assertThat(ledger.find(id).orElseThrow().state()).as(id).isEqualTo(expected);
        }
        ledger.insert(run("to-lost", from));
        ledger.lose("to-lost");
        RunState expected = from.next().contains(RunState.LOST) ? RunState.LOST : from;
        assertThat(ledger.find("to-lost").orElseThrow().state()).isEqualTo(expected);
    }

    @Test
    void whatRunsIsFoundByItsCommand() {
        ledger.prepare();
        ledger.insert(run("gone", RunState.RUNNING));
        ledger.insert(run("done", RunState.SUCCEEDED));

        assertThat(ledger.running(Set.of("rollback"))).isEmpty();
        assertThat(ledger.running(Set.of("rollback", "migrate"))).containsExactly(run("gone", RunState.RUNNING));
        ledger.lose("gone");
        assertThat(ledger.find("gone").orElseThrow().summary()).isEqualTo("its process ended without a word");
    }

    @Test
    void aRunThatDoesNotHoldItsLockIsSeenAsLostAndNothingIsWritten() {
        ledger.prepare();
        ledger.insert(run("gone", RunState.RUNNING));
        ledger.insert(run("mine", RunState.RUNNING));
        History history = new History(session, database, CLOCK);
        try (Session mine = database.open("oneoff/mine/rollback");
                HeldLock held = Locks.of(mine, LockName.MIGRATE, HolderFile.of(database.address()), CLOCK)
                        .tryAcquire()
                        .orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(history.recent(9)).extracting(RunRow::state).containsExactly(RunState.RUNNING, RunState.LOST);
            assertThat(history.find("mine").map(RunRow::state)).contains(RunState.RUNNING);
        }
        assertThat(history.find("mine").map(RunRow::state)).contains(RunState.LOST);
        assertThat(history.recent(9)).extracting(RunRow::state).containsOnly(RunState.LOST);
        assertThat(ledger.recent(9)).extracting(RunRow::state).containsOnly(RunState.RUNNING);
    }

    @Test
    void aRunThatNeedsNoLockOrAHolderWithoutANameIsNotSeenAsLost() {
        ledger.prepare();
        RunRow migrate = run("mine", RunState.RUNNING);
        RunRow protect = new RunRow("on", "protect", "on", RunState.RUNNING, NOON, null, migrate.origin(), null, null);
        ledger.insert(migrate);
        ledger.insert(protect);
        History history = new History(session, database, CLOCK);
        try (Session nameless = database.open("a pooler");
                HeldLock held = Locks.of(nameless, LockName.MIGRATE, HolderFile.of(database.address()), CLOCK)
                        .tryAcquire()
                        .orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(history.find("mine")).contains(migrate);
        }
        assertThat(history.find("on")).contains(protect);
    }

    @Test
    void stepsComeBackInOrderAsTheyWereWritten() {
        ledger.prepare();
        ledger.insert(run("run", RunState.RUNNING));
        StepRow begun = new StepRow(2, "b", "started", NOON, null, null, null);
        StepRow done = new StepRow(1, "a", "applied", NOON, NOON, 3_000_000_000L, "why");
        ledger.insert("run", begun);
        ledger.insert("run", done);

        assertThat(ledger.steps("run")).containsExactly(done, begun);
        assertThat(ledger.unfinished())
                .containsExactly(Map.entry("b", new Unfinished("b", "run", "migrate", Optional.empty())));

        ledger.closeUnfinished("b");
        assertThat(ledger.unfinished()).isEmpty();
        assertThat(ledger.steps("run").get(1).state()).isEqualTo("interrupted");
    }

    @Test
    void aChangesetThatLeadsElsewhereDoesNotLoseIt() {
        ledger.prepare();
        session.execute("CREATE SCHEMA other");
        session.execute(leadAway());
        ledger.insert(run("a", RunState.SUCCEEDED));

        assertThat(ledger.find("a")).isPresent();
        assertThat(tables()).isEqualTo(TABLES);
    }

    @Test
    void textIsBoundWhateverIsInIt() {
        ledger.prepare();
        String text = "'; DROP TABLE oneoff_run; -- \u001b[31m ü \" :name";
        ledger.put("fact", text, null);

        assertThat(ledger.fact("fact")).contains(text);
    }

    @Test
    void theMarkOfProductionStaysAsItWasSetFirst() {
        ledger.prepare();
        Protection protection = new Protection(ledger);
        protection.mark("protect on", "a");
        protection.mark("APP_ENV=production", "b");

        assertThat(protection.reason()).contains("protect on");
        protection.remove();
        assertThat(protection.reason()).isEmpty();
    }

    @Test
    void twoSessionsMayPrepareItAtTheSameTime() throws Exception {
        CyclicBarrier start = new CyclicBarrier(4);
        Callable<Boolean> preparing = () -> {
            try (Session own = database.open("oneoff/preparing")) {
                start.await();
                new Ledger(own, CLOCK).prepare();
                return true;
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Boolean>> all =
                    new ArrayList<>(threads.invokeAll(List.of(preparing, preparing, preparing, preparing)));
            for (Future<Boolean> one : all) {
                assertThat(one.get()).isTrue();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(ledger.fact("ledger.version")).contains("5");
    }
}
