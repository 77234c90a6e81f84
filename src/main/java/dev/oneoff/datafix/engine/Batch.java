package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.datafix.store.Advance;
import dev.oneoff.datafix.store.Chunk;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixStore;
import dev.oneoff.datafix.store.Texts;
import dev.oneoff.failure.OneoffException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** One short transaction: lock the wrong rows of a window, change them, check, and move the cursor. */
final class Batch {

    /** What came of it. Only what is done was committed. */
    sealed interface Result permits Done, NotConverged, Lost {}

    /** A row is as wrong after the change as before. */
    record NotConverged(List<String> key) implements Result {}

    /** The fix was stopped, or another process has taken the part over. */
    record Lost() implements Result {}

    /**
     * The rows are changed and the cursor has moved, where there were any.
     *
     * @param keys the rows that were locked
     * @param reached the last key that is done
     * @param cut whether the window held more wrong rows than the batch might change
     */
    record Done(List<List<String>> keys, List<String> reached, boolean cut, long changed, long unchanged)
            implements Result {}

    private final Session session;
    private final FixStore store;
    private final FixRow fix;
    private final Step step;
    private List<List<String>> tried = List.of();

    Batch(Session session, FixStore store, FixRow fix, Step step) {
        this.session = session;
        this.store = store;
        this.fix = fix;
        this.step = step;
    }

    /**
     * Runs it.
     *
     * @param limit the most rows it may lock
     * @param rejected keys that are passed over
     * @throws OneoffException for what ends the run, or what the database refused; nothing is left then
     */
    Result run(Chunk chunk, Window window, int limit, List<List<String>> rejected, Allowed allowed) {
        tried = List.of();
        return session.inTransaction(
                () -> {
                    step.sql().spelling().limit(session, limit);
                    List<List<String>> rows = locked(window, limit, rejected);
                    tried = rows;
                    boolean cut = rows.size() >= limit;
                    List<String> reached = cut ? rows.get(rows.size() - 1) : window.upTo();
                    List<List<String>> keys = step.sql().repeats() ? List.copyOf(new LinkedHashSet<>(rows)) : rows;
                    return keys.isEmpty()
                            ? new Done(keys, reached, false, 0, 0)
                            : changed(chunk, keys, new Reached(reached, cut, window.end() && !cut), allowed);
                },
                result -> result instanceof Done);
    }

    /** Returns the rows that the last batch locked, whatever came of it; none when it did not come that far. */
    List<List<String>> tried() {
        return tried;
    }

    /** Where the cursor goes, whether the window was cut there, and whether the part ends there. */
    private record Reached(List<String> key, boolean cut, boolean end) {}

    private Result changed(Chunk chunk, List<List<String>> keys, Reached reached, Allowed allowed) {
        Changed changed = change(chunk, keys);
        allowed.check(changed.done());
        Optional<List<String>> wrong = step.changing().looks() ? changed.still().map(Texts::split) : stillWrong(keys);
        if (wrong.isPresent()) {
            return new NotConverged(wrong.get());
        }
        step.sql().spelling().settle(session);
        long unchanged = Math.max(0, keys.size() - changed.wrong());
        Optional<String> cursor = Optional.of(Texts.join(reached.key()));
        return store.advance(fix, chunk, new Advance(cursor, reached.end(), changed.done(), unchanged, 1))
                ? new Done(keys, reached.key(), reached.cut(), changed.done(), unchanged)
                : new Lost();
    }

    private Optional<List<String>> stillWrong(List<List<String>> keys) {
        int parts = step.sql().keys().size();
        return session.list(step.sql().stillWrong(keys), row -> row.texts(parts)).stream()
                .findFirst();
    }

    /** Moves the cursor in a transaction of its own, over rows that need no change; false when it is not ours to move. */
    boolean pass(Chunk chunk, List<String> reached, boolean end) {
        return session.inTransaction(
                () -> store.advance(fix, chunk, new Advance(Optional.of(Texts.join(reached)), end, 0, 0, 0)));
    }

    private List<List<String>> locked(Window window, int limit, List<List<String>> rejected) {
        int parts = step.sql().keys().size();
        return session.list(step.sql().lockWrong(window, limit, rejected), row -> row.texts(parts));
    }

    private Changed change(Chunk chunk, List<List<String>> keys) {
        ApplySql.Owner owner =
                new ApplySql.Owner(fix.id(), fix.generation(), step.number(), chunk.number(), chunk.batches() + 1);
        Changed changed = step.changing().change(session, Optional.empty(), keys, owner);
        changed.failure("Fix " + fix.id() + ", statement " + step.number() + ": ")
                .ifPresent(failure -> {
                    throw new OneoffException(failure);
                });
        return changed;
    }

    /** How many rows may still be changed. */
    @FunctionalInterface
    interface Allowed {
        void check(long changing);
    }
}
