package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.datafix.store.Advance;
import dev.oneoff.datafix.store.Chunk;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixStore;
import dev.oneoff.datafix.store.Reject;
import dev.oneoff.datafix.store.Texts;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.pace.Stride;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Walks one part of a step from its cursor to its end, window by window. */
final class Walker {

    private static final int TRIES = 5;
    private static final int SAME_KEY = 3;
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private final Going going;
    private final FixStore store;
    private final FixRow fix;
    private final Step step;
    private final Batch batch;
    private final Session session;
    private final Stride stride;
    private final Sizing sizing;
    private final List<List<String>> rejected = new ArrayList<>();
    private final Map<List<String>, Integer> unconverged = new HashMap<>();
    private Chunk chunk;
    private Optional<List<String>> after;
    private Instant written;
    private int tries;

    Walker(Going going, FixRow fix, Step step, Chunk chunk) {
        this.going = going;
        this.session = going.session();
        this.store = going.store();
        this.fix = fix;
        this.step = step;
        this.stride = going.stride(step.number());
        this.sizing = new Sizing(stride::target);
        this.chunk = chunk;
        this.after = chunk.reached().map(Texts::split);
        this.batch = new Batch(session, store, fix, step);
        this.written = going.now();
        store.rejects(fix).stream()
                .filter(reject -> reject.step() == step.number())
                .forEach(reject -> rejected.add(reject.key()));
    }

    /** Walks to the end; false when the part is not this process's any more. */
    boolean walk() {
        if (chunk.lastKey().isEmpty()) {
            return batch.pass(chunk, List.of(), true);
        }
        List<String> last = Texts.split(chunk.lastKey().get());
        Moved moved = Moved.ON;
        while (moved == Moved.ON) {
            moved = going.paced(stride, chunk, after.map(Texts::join)) ? next(last) : Moved.LOST;
        }
        return moved == Moved.END;
    }

    /** Where a window leads to. */
    private enum Moved {
        ON,
        END,
        LOST
    }

    /** Does a window, or a part of it. */
    private Moved next(List<String> last) {
        Instant begin = going.now();
        try {
            Optional<List<String>> upTo = windowEnd(last, sizing.span());
            Window window = new Window(after, upTo.orElse(last), upTo.isEmpty());
            Batch.Result result = batch.run(chunk, window, sizing.rows(), rejected, going.allowed());
            if (result instanceof Batch.Done done) {
                learn(done, Duration.between(begin, going.now()));
                return reached(done, window.end() && !done.cut());
            }
            if (result instanceof Batch.NotConverged wrong) {
                unconverged(wrong.key());
                return Moved.ON;
            }
            return Moved.LOST;
        } catch (OneoffException e) {
            return refused(e);
        }
    }

    private Optional<List<String>> windowEnd(List<String> last, long span) {
        int parts = step.sql().keys().size();
        return session.list(step.sql().windowEnd(after, last, span), row -> row.texts(parts)).stream()
                .findFirst();
    }

    private void learn(Batch.Done done, Duration took) {
        stride.took(done.keys().size(), took);
        sizing.looked(done.cut(), took);
        if (!done.keys().isEmpty()) {
            sizing.changed(done.keys().size(), took);
        }
    }

    private Moved reached(Batch.Done done, boolean end) {
        tries = 0;
        after = Optional.of(done.reached());
        if (!done.keys().isEmpty()) {
            chunk = new Chunk(
                    chunk.step(),
                    chunk.number(),
                    end,
                    chunk.fence(),
                    chunk.lastKey(),
                    after.map(Texts::join),
                    chunk.batches() + 1);
            written = going.now();
            going.changed(done.changed());
        } else if (end || Duration.between(written, going.now()).compareTo(HEARTBEAT) > 0) {
            written = going.now();
            if (!batch.pass(chunk, done.reached(), end)) {
                return Moved.LOST;
            }
        }
        return end ? Moved.END : Moved.ON;
    }

    /** It may have been made wrong again at once by somebody else: a smaller batch gives him less time for that. */
    private void unconverged(List<String> key) {
        if (sizing.halve()) {
            return;
        }
        if (unconverged.merge(key, 1, Integer::sum) >= SAME_KEY) {
            throw new OneoffException(
                    FailureKind.INPUT_REJECTED,
                    "Fix " + fix.id() + ", statement " + step.number() + " does not converge: after it the row "
                            + Texts.join(key) + " is as wrong as before.",
                    "Nothing of the batch was kept. Change SET or WHERE so that a row that was fixed no longer"
                            + " matches, then run it again.");
        }
    }

    private Moved refused(OneoffException error) {
        going.check();
        switch (Failures.of(error)) {
            case LOST, FINAL -> throw error;
            case AGAIN -> again(error);
            case SMALLER -> {
                if (!sizing.narrow()) {
                    again(error);
                }
            }
            case VALUE -> {
                if (!sizing.narrow()) {
                    return unfit(error);
                }
            }
            case ROW -> {
                if (!sizing.halve()) {
                    return poison(error);
                }
            }
        }
        return Moved.ON;
    }

    private void again(OneoffException error) {
        tries++;
        if (tries >= TRIES) {
            throw error;
        }
        going.rest(tries);
    }

    /** The batch was one row: it is set aside, or it ends the run. */
    private Moved poison(OneoffException error) {
        List<String> key = batch.tried().stream().findFirst().orElseThrow(() -> error);
        return refused(error, key);
    }

    /** The window was one key: its row is set aside, or it ends the run; always, when the condition fails on it. */
    private Moved unfit(OneoffException error) {
        if (!batch.tried().isEmpty()) {
            return poison(error);
        }
        List<String> last = Texts.split(chunk.lastKey().orElseThrow());
        List<String> key = windowEnd(last, 1).orElse(last);
        try {
            session.inTransaction(() -> locked(new Window(after, key, false)));
        } catch (OneoffException e) {
            if (Failures.of(e) != Failures.VALUE) {
                throw e;
            }
            throw new OneoffException(
                    naming(e, key, "cannot be judged")
                            .hinting(
                                    "Earlier batches stay. Mend the row, or have the condition pass over it. Then: oneoff"
                                            + " datafix apply " + fix.id()),
                    e);
        }
        // It can be judged by now.
        again(error);
        return Moved.ON;
    }

    private Moved refused(OneoffException error, List<String> key) {
        String said = Trouble.said(error.failure().title());
        Reject reject = new Reject(step.number(), key, Failures.sqlState(error.failure()), said);
        return setAside(
                reject,
                () -> new OneoffException(
                        naming(error, key, "cannot be changed")
                                .hinting(
                                        "Its batch was rolled back, earlier ones stay. Mend the row or the statement, or"
                                                + " set such rows aside with: -- on_error: quarantine 100. Then: oneoff"
                                                + " datafix apply " + fix.id()),
                        error));
    }

    private Failure naming(OneoffException error, List<String> key, String what) {
        return error.failure()
                .titled("Fix " + fix.id() + ", statement " + step.number() + ": the row " + Texts.join(key) + " " + what
                        + ": " + Trouble.said(error.failure().title()));
    }

    private Moved setAside(Reject reject, Supplier<OneoffException> tooMany) {
        boolean ours = session.inTransaction(
                () -> {
                    going.requireRoom(tooMany);
                    boolean moved = store.advance(fix, chunk, new Advance(chunk.reached(), false, 0, 0, 0));
                    if (moved) {
                        store.reject(fix, reject);
                    }
                    return moved;
                },
                moved -> moved);
        if (!ours) {
            return Moved.LOST;
        }
        rejected.add(reject.key());
        going.rejected(reject);
        return Moved.ON;
    }

    private List<List<String>> locked(Window window) {
        step.sql().spelling().limit(session, 1);
        return session.list(
                step.sql().lockWrong(window, 1, rejected),
                row -> row.texts(step.sql().keys().size()));
    }

    List<List<String>> rejected() {
        return rejected;
    }
}
