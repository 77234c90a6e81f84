package dev.oneoff.datafix.engine;

import dev.oneoff.datafix.store.Advance;
import dev.oneoff.datafix.store.Chunk;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixStore;
import dev.oneoff.datafix.store.Reject;
import dev.oneoff.datafix.store.Texts;
import dev.oneoff.datafix.store.WorkItem;
import dev.oneoff.datafix.store.WorkStore;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.pace.Stride;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Walks along the items of a part of a worklist from its cursor to its end. */
final class WorkWalker {

    private final Going going;
    private final FixStore store;
    private final WorkStore items;
    private final FixRow fix;
    private final WorkBatch batch;
    private final Stride stride;
    private final Sizing sizing;
    private final Trouble trouble;
    private Chunk chunk;

    WorkWalker(Going going, FixRow fix, Doing doing, Chunk chunk) {
        this.going = going;
        this.store = going.store();
        this.items = new WorkStore(going.session(), going.clock(), fix);
        this.fix = fix;
        this.chunk = chunk;
        this.batch = new WorkBatch(going.session(), store, fix, doing);
        this.stride = going.stride(1);
        this.sizing = new Sizing(stride::target, doing.most());
        this.trouble = new Trouble(going, sizing);
    }

    /** Walks to the end; false when the part is not this process's any more. */
    boolean walk() {
        long last = WorkStore.place(chunk.lastKey());
        boolean ours = true;
        while (ours && !chunk.done()) {
            ours = going.paced(stride, chunk, chunk.reached()) && next(last);
        }
        return ours;
    }

    /** Tries items again that were set aside by an earlier run; all others are done. */
    boolean again(List<Reject> before) {
        boolean ours = true;
        for (Reject reject : before) {
            ours = ours && again(reject);
        }
        return ours;
    }

    private boolean next(long last) {
        List<WorkItem> next = items.items(WorkStore.place(chunk.reached()), last, sizing.rows());
        if (next.isEmpty()) {
            return move(new Advance(chunk.reached(), true, 0, 0, 0));
        }
        Instant begin = going.now();
        long reached = next.get(next.size() - 1).place();
        try {
            OptionalLong changed = batch.run(chunk, next, reached == last, going.allowed());
            if (changed.isEmpty()) {
                return false;
            }
            trouble.over();
            Duration took = Duration.between(begin, going.now());
            stride.took(next.size(), took);
            sizing.changed(next.size(), took);
            chunk = at(reached, reached == last, 1);
            going.changed(changed.getAsLong());
            return true;
        } catch (OneoffException e) {
            return !trouble.ofOneRow(e) || setAside(next.get(0), last, e);
        }
    }

    private boolean setAside(WorkItem item, long last, OneoffException error) {
        Failure failure = error.failure();
        String said = Trouble.said(error.failure().title());
        Supplier<OneoffException> tooMany = () -> new OneoffException(
                failure.titled("Fix " + fix.id() + ": the item " + Texts.join(List.copyOf(item.name()))
                                + " cannot be done: " + said)
                        .hinting("Its batch was rolled back, earlier ones stay. Mend the row or the statement, or set"
                                + " such items aside with: -- on_error: quarantine 100. Then: oneoff datafix"
                                + " apply " + fix.id()),
                error);
        Reject reject = new Reject(1, item.name(), Failures.sqlState(failure), said);
        boolean end = item.place() == last;
        boolean ours = going.session()
                .inTransaction(
                        () -> {
                            going.requireRoom(tooMany);
                            boolean moved = store.advance(
                                    fix, chunk, new Advance(Optional.of(text(item.place())), end, 0, 0, 0));
                            if (moved) {
                                store.reject(fix, reject);
                            }
                            return moved;
                        },
                        moved -> moved);
        if (ours) {
            chunk = at(item.place(), end, 0);
            going.rejected(reject);
        }
        return ours;
    }

    private boolean again(Reject reject) {
        going.check();
        long place = Long.parseLong(reject.key().get(0));
        List<WorkItem> item = items.items(place - 1, place, 1);
        for (boolean tried = false; !tried && !item.isEmpty(); ) {
            try {
                OptionalLong changed = batch.again(chunk, item.get(0), going.allowed(), () -> items.accept(reject));
                if (changed.isEmpty()) {
                    return false;
                }
                chunk = at(WorkStore.place(chunk.reached()), true, 1);
                going.accepted(changed.getAsLong());
                tried = true;
            } catch (OneoffException e) {
                // It stays set aside for the reason it was.
                sizing.toOne();
                tried = trouble.ofOneRow(e);
            }
        }
        return true;
    }

    private boolean move(Advance step) {
        boolean ours = going.session().inTransaction(() -> store.advance(fix, chunk, step));
        chunk = at(WorkStore.place(chunk.reached()), true, 0);
        return ours;
    }

    private Chunk at(long place, boolean done, int batches) {
        return new Chunk(
                chunk.step(),
                chunk.number(),
                done,
                chunk.fence(),
                chunk.lastKey(),
                Optional.of(text(place)),
                chunk.batches() + batches);
    }

    private static String text(long place) {
        return Texts.join(List.of(Long.toString(place)));
    }
}
