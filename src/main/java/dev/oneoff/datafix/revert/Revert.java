package dev.oneoff.datafix.revert;

import dev.oneoff.datafix.engine.Failures;
import dev.oneoff.datafix.engine.Rest;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixState;
import dev.oneoff.datafix.store.FixStore;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.images.Image;
import dev.oneoff.images.Images;
import dev.oneoff.images.Kept;
import dev.oneoff.images.Restored;
import dev.oneoff.progress.Progress;
import dev.oneoff.run.RunContext;
import dev.oneoff.run.Surroundings;
import java.util.Optional;

/** Takes back a fix that is held by this process, from where a revert stopped or from its last batch. */
public final class Revert {

    private static final int TRIES = 5;

    private final RunContext run;
    private final FixStore store;
    private final Surroundings surroundings;
    private final Mode mode;

    /** Makes it; works on the run's session. */
    public Revert(RunContext run, Surroundings surroundings, Mode mode) {
        this.run = run;
        this.store = new FixStore(run.session(), run.clock());
        this.surroundings = surroundings;
        this.mode = mode;
    }

    /**
     * Takes it back to its end.
     *
     * @param found as the ledger has it
     * @return what was put back by this run, and the conflicts of all
     * @throws OneoffException REFUSED when it cannot be, or may not be in this mode; STEP_FAILED naming the batch: then it
     *     goes on from there when it is run again
     */
    public Restored run(FixRow found) {
        Looking looking = new Looking(run.session(), run.clock(), found);
        looking.requireImages();
        if (mode == Mode.STRICT) {
            requireNoConflicts(found, looking.look());
        }
        FixRow fix = begin(found, looking);
        Targets targets = new Targets(store.steps(fix));
        long rows = restored(fix, looking, targets);
        return end(fix, rows);
    }

    private long restored(FixRow fix, Looking looking, Targets targets) {
        Progress progress = new Progress(run.journal(), run.clock(), fix.id(), "restored");
        Kept kept = looking.images().kept(looking.owner());
        // Some may be put back already: then it will be fewer.
        progress.of(kept.rows(), false);
        try {
            long rows = 0;
            Optional<Image> image = looking.images().last(looking.owner());
            while (image.isPresent()) {
                run.cancellation().check();
                rows += restored(looking.images(), targets, image.get()).rows();
                progress.show(0, rows);
                image = looking.images().before(image.get());
            }
            return rows;
        } finally {
            progress.end();
        }
    }

    private void requireNoConflicts(FixRow fix, Restored ahead) {
        if (ahead.conflicts() > 0) {
            throw new OneoffException(
                    FailureKind.REFUSED,
                    "Fix " + fix.id()
                            + " is not reverted: %,d %s changed after it, and --mode strict leaves all as it is."
                                    .formatted(ahead.conflicts(), ahead.conflicts() == 1 ? "value was" : "values were"),
                    "Nothing was changed. To take back the others and list these: oneoff datafix revert " + fix.id()
                            + " --mode skip");
        }
    }

    /** Says in the ledger that it is being reverted, by this run. */
    private FixRow begin(FixRow found, Looking looking) {
        return run.session().inTransaction(() -> {
            FixRow fix = found;
            if (fix.state() == FixState.RUNNING) {
                // Its lock is ours: its process is gone, or frozen past its lease, and what it writes will not count.
                move(fix, FixState.INTERRUPTED, "its process ended without a word");
                fix = store.latest(fix.id()).orElseThrow();
            }
            move(fix, FixState.REVERTING, "revert, mode " + mode.label());
            // Once more: a purge may have been faster, and from here on it does not touch them.
            looking.requireImages();
            store.releaseAll(fix);
            if (mode == Mode.FORCE) {
                looking.images().reopen(looking.owner());
            }
            return store.latest(fix.id()).orElseThrow();
        });
    }

    private void move(FixRow fix, FixState to, String reason) {
        if (!store.move(fix, to, run.id(), reason)) {
            throw lost(fix.id());
        }
    }

    private Restored restored(Images images, Targets targets, Image image) {
        for (int tries = 1; ; tries++) {
            try {
                return images.restore(targets.of(image.step()), image, run.id(), mode == Mode.FORCE)
                        .orElseThrow(() -> lost(image.owner().id()));
            } catch (OneoffException e) {
                if (Failures.of(e) != Failures.AGAIN || tries == TRIES) {
                    throw naming(image, e);
                }
                surroundings.pause().of(Rest.after(tries, surroundings.random()));
            }
        }
    }

    private static OneoffException naming(Image image, OneoffException e) {
        if (e.kind() != FailureKind.STEP_FAILED) {
            return e;
        }
        String id = image.owner().id();
        String batch = "batch " + image.batch() + (image.part() > 0 ? ", part " + image.part() : "")
                + (image.chunk() > 0 ? " of sweep " + image.chunk() : "");
        return new OneoffException(
                e.failure()
                        .titled("Fix " + id + ", statement " + image.step() + ", " + batch + " cannot be taken back: "
                                + e.failure().title())
                        .hinting(
                                "This batch was rolled back, those after it are reverted. Mend what it names, then run:"
                                        + " oneoff datafix revert " + id),
                e);
    }

    private static OneoffException lost(String id) {
        return new OneoffException(
                FailureKind.STOPPED,
                "The revert of fix " + id + " stopped here: another run has taken it over.",
                "See where it stands: oneoff datafix show " + id);
    }

    private Restored end(FixRow fix, long rows) {
        long conflicts = store.conflicts(fix, 0).total();
        move(
                fix,
                conflicts == 0 ? FixState.REVERTED : FixState.REVERTED_WITH_CONFLICTS,
                "by revert, mode " + mode.label());
        return new Restored(rows, conflicts, 0, 0);
    }
}
