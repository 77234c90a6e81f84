package dev.oneoff.pace;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.lock.Pause;
import java.time.Duration;

/** One worker's part in the pace of a run. For one thread. */
public final class Stride {

    private static final Duration SLICE = Duration.ofMillis(100);
    private static final Duration BEAT = Duration.ofSeconds(2);
    // Sleeping takes longer than it is told to: many short rests become one.
    private static final Duration SHORTEST = Duration.ofMillis(10);

    private final Pace pace;
    private final String work;
    private final Pause pause;
    private Duration owed = Duration.ZERO;

    Stride(Pace pace, String work) {
        this.pace = pace;
        this.work = work;
        this.pause = pace.pause();
    }

    /** Who is paced. */
    public interface Worker {

        /** Throws when the work is to stop. */
        void check();

        /** Tells others that this process lives, while it does nothing; false when the work is not its any more. */
        boolean beat();

        /** Is told what begins and what is over. */
        void tell(News news);
    }

    /** Returns how long a batch should take now. */
    public Duration target() {
        return pace.rhythm().target();
    }

    /** Learns from a batch, or from a look for one that found no rows. */
    public void took(int rows, Duration took) {
        owed = owed.plus(pace.rhythm().after(took));
        pace.took(work, rows, took);
    }

    /** Rests as long as the last batch asks for, and waits as long as a signal does; false when the work was lost. */
    public boolean go(Worker worker) {
        Duration silent = Duration.ZERO;
        Duration rest = owed.compareTo(SHORTEST) < 0 ? Duration.ZERO : owed;
        owed = owed.minus(rest);
        while (true) {
            worker.check();
            Pace.State state = pace.look();
            state.news().forEach(worker::tell);
            boolean held = state.advice() == Advice.WAIT;
            if (!held && rest.isZero()) {
                return true;
            }
            requireUninterrupted();
            Duration slice = !held && rest.compareTo(SLICE) < 0 ? rest : SLICE;
            pause.of(slice);
            rest = rest.compareTo(slice) < 0 ? Duration.ZERO : rest.minus(slice);
            silent = silent.plus(slice);
            if (silent.compareTo(BEAT) >= 0) {
                silent = Duration.ZERO;
                if (!worker.beat()) {
                    return false;
                }
            }
        }
    }

    private static void requireUninterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new OneoffException(
                    FailureKind.INTERRUPTED, "Interrupted while resting.", "Run the same command again.");
        }
    }
}
