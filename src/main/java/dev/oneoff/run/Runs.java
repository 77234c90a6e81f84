package dev.oneoff.run;

import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.ledger.Ledger;
import dev.oneoff.ledger.RunRow;
import dev.oneoff.ledger.RunState;
import dev.oneoff.lock.HeldLock;
import dev.oneoff.lock.Holder;
import dev.oneoff.lock.HolderFile;
import dev.oneoff.lock.Lock;
import dev.oneoff.lock.LockName;
import dev.oneoff.lock.Locks;
import dev.oneoff.lock.Patience;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one template of everything that is recorded: lock, ledger row, work, outcome. For one thread. */
public final class Runs {

    /** What the names of our sessions begin with, before the run's id. */
    static final String SESSIONS = "oneoff/";

    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final String ID_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz";
    private static final int ID_TAIL = 5;

    private final Database database;
    private final Surroundings surroundings;
    private final String id;
    private final Instant begin;

    /** Makes the run of one command; its id is known from here on. */
    public Runs(Database database, Surroundings surroundings) {
        this.database = database;
        this.surroundings = surroundings;
        this.begin = surroundings.clock().instant();
        StringBuilder tail = new StringBuilder();
        for (int i = 0; i < ID_TAIL; i++) {
            tail.append(ID_LETTERS.charAt(surroundings.random().nextInt(ID_LETTERS.length())));
        }
        this.id = ID_TIME.format(begin) + "-" + tail;
    }

    /** Returns the run's id, sortable by time. */
    public String id() {
        return id;
    }

    /** Returns the name our sessions show at the server. */
    public String sessionName(String command) {
        return SESSIONS + id + "/" + command.replace(' ', '-');
    }

    /**
     * Runs work under its lock and leaves a row in the ledger, whatever comes of it.
     *
     * @throws OneoffException LOCKED when the wait for the lock is over; whatever the work throws, recorded first
     */
    public <T> Outcome<T> execute(Session session, RunRequest request, Function<RunContext, Outcome<T>> work) {
        return execute(session, request, () -> work);
    }

    /**
     * The same for work that may turn out not to begin at all.
     *
     * @param preparing looks, under the lock, whether it can begin, and returns the work; what it throws leaves no row
     */
    public <T> Outcome<T> execute(
            Session session, RunRequest request, Supplier<Function<RunContext, Outcome<T>>> preparing) {
        session.requireSchema();
        surroundings.cancellation().watch(session);
        Optional<HeldLock> lock = request.lock().map(name -> acquire(session, name, request.lockWait()));
        try {
            return recorded(session, request, prepared(preparing));
        } finally {
            lock.ifPresent(HeldLock::close);
            surroundings.cancellation().unwatch();
        }
    }

    private <T> T prepared(Supplier<T> preparing) {
        try {
            return preparing.get();
        } catch (OneoffException e) {
            throw surroundings
                    .cancellation()
                    .failure()
                    .map(stopped -> new OneoffException(stopped, e))
                    .orElse(e);
        }
    }

    private <T> Outcome<T> recorded(Session session, RunRequest request, Function<RunContext, Outcome<T>> work) {
        Ledger ledger = new Ledger(session, surroundings.clock());
        ledger.prepare();
        request.lock().ifPresent(name -> loseDead(ledger, name));
        ledger.insert(row(request, RunState.RUNNING, null, null));
        RunContext context = new RunContext(
                id, session, ledger, surroundings.journal(), surroundings.cancellation(), surroundings.clock());
        Outcome<T> outcome;
        try {
            outcome = work.apply(context);
            surroundings.cancellation().unwatch();
        } catch (OneoffException e) {
            surroundings.cancellation().unwatch();
            session.rollBack();
            // Work that knows it was stopped has said more of it.
            Failure failure = surroundings
                    .cancellation()
                    .failure()
                    .filter(stopped -> stopped.kind() != e.kind())
                    .orElse(e.failure());
            record(session, failure.kind(), failure.title());
            throw new OneoffException(failure.with("run", id), e);
        } catch (RuntimeException | Error e) {
            surroundings.cancellation().unwatch();
            session.rollBack();
            record(session, FailureKind.BUG, String.valueOf(e));
            throw e;
        }
        outcome.failure()
                .ifPresentOrElse(
                        failure -> record(session, failure.kind(), failure.title()),
                        () -> finish(session, RunState.SUCCEEDED, 0, outcome.summary()));
        return outcome;
    }

    /** Records work that is over already and needed no lock, such as finding nothing to do. */
    public void note(Session session, RunRequest request, String summary) {
        Ledger ledger = new Ledger(session, surroundings.clock());
        ledger.insert(row(request, RunState.SUCCEEDED, 0, summary));
        request.lock()
                .filter(name -> !ledger.running(name.commands()).isEmpty())
                .ifPresent(name -> lock(session, name).tryAcquire().ifPresent(held -> {
                    try (held) {
                        loseDead(ledger, name);
                    }
                }));
    }

    /** Calls the other runs lost that would hold this lock if they were alive. To be called while holding it. */
    private void loseDead(Ledger ledger, LockName name) {
        for (RunRow dead : ledger.running(name.commands())) {
            ledger.lose(dead.id());
            surroundings
                    .journal()
                    .warn("an earlier " + dead.command() + " ended without a word; see: oneoff history " + dead.id());
        }
    }

    private RunRow row(RunRequest request, RunState state, @Nullable Integer exitCode, @Nullable String summary) {
        return new RunRow(
                id,
                request.command(),
                request.subject(),
                state,
                begin,
                exitCode == null ? null : surroundings.clock().instant(),
                surroundings.origin(),
                exitCode,
                summary);
    }

    private void record(Session session, FailureKind kind, String title) {
        boolean signal = kind == FailureKind.INTERRUPTED || kind == FailureKind.TERMINATED;
        finish(session, signal ? RunState.INTERRUPTED : RunState.FAILED, kind.exitCode(), title);
    }

    private void finish(Session session, RunState state, int exitCode, String summary) {
        try {
            new Ledger(session, surroundings.clock()).finish(id, state, exitCode, summary);
        } catch (OneoffException lost) {
            // The run's own connection is gone, or a cancellation came late: the outcome is worth a new one.
            try (Session second = database.open(sessionName("outcome"))) {
                new Ledger(second, surroundings.clock()).finish(id, state, exitCode, summary);
            } catch (OneoffException e) {
                surroundings.journal().warn("the outcome of this run could not be recorded: " + e.getMessage());
            }
        }
    }

    private HeldLock acquire(Session session, LockName name, Duration limit) {
        Lock lock = lock(session, name);
        Waiting waiting = new Waiting(surroundings.journal(), limit);
        Optional<HeldLock> held = new Patience(surroundings.clock(), surroundings.pause())
                .until(limit, lock::tryAcquire, waited -> {
                    surroundings.cancellation().check();
                    waiting.say(
                            waited, () -> lock.holder().map(Holder::toString).orElse("a session that cannot be seen"));
                });
        return held.orElseThrow(() -> waiting.over(lock.holder().map(Holder::toString)));
    }

    private Lock lock(Session session, LockName name) {
        return Locks.of(session, name, HolderFile.of(database.address()), surroundings.clock());
    }
}
