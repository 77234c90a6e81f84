package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.datafix.store.Chunk;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Walks along all parts of a step: on the run's session, or on several at once, and beside other processes. */
final class Crew {

    private static final int TRIES = 5;
    private static final Duration POLL = Duration.ofMillis(200);

    /** Walks along one part. */
    @FunctionalInterface
    interface Walk {
        /** Returns false when the part is not ours any more. */
        boolean along(Going going, Chunk part);
    }

    private final Going going;
    private final Hands hands;

    Crew(Going going, Hands hands) {
        this.going = going;
        this.hands = hands;
    }

    /** Returns when all parts are done, by whomever; false when the fix was stopped or taken over. */
    boolean walk(Parts parts, Walk walk) {
        return hands.shared() ? together(parts, walk) : work(going, parts, walk, new AtomicBoolean());
    }

    private boolean together(Parts parts, Walk walk) {
        AtomicBoolean stopping = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(hands.count());
        try {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int number = 1; number <= hands.count(); number++) {
                int which = number;
                all.add(threads.submit(() -> one(which, parts, walk, stopping)));
            }
            return outcome(all, stopping);
        } finally {
            stopping.set(true);
            end(threads);
        }
    }

    /** Nobody writes any more when the hold on the fix is given up. */
    private static void end(ExecutorService threads) {
        threads.shutdown();
        try {
            while (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean one(int number, Parts parts, Walk walk, AtomicBoolean stopping) {
        for (int tries = 1; ; tries++) {
            try {
                return connected(number, parts, walk, stopping);
            } catch (OneoffException e) {
                // The run's own session may be there still: only this one is opened again.
                if (e.kind() != FailureKind.UNREACHABLE || tries >= TRIES || stopping.get()) {
                    stopping.set(true);
                    throw e;
                }
                going.rest(tries);
            }
        }
    }

    private boolean connected(int number, Parts parts, Walk walk, AtomicBoolean stopping) {
        try (Session session = hands.open().apply(number)) {
            Going own = going.on(session, going.holder() + "/w" + number, stopping::get);
            try {
                return work(own, parts.on(own.store()), walk, stopping);
            } finally {
                own.unwatch();
            }
        }
    }

    /** Waits for all; the first failure stops the others at the end of their batch. */
    private static boolean outcome(List<Future<Boolean>> all, AtomicBoolean stopping) {
        boolean ours = true;
        Optional<OneoffException> failed = Optional.empty();
        for (Future<Boolean> each : all) {
            try {
                ours &= each.get();
            } catch (ExecutionException e) {
                stopping.set(true);
                OneoffException failure = failure(e.getCause());
                failed = failed.isPresent() ? failed : Optional.of(failure);
            } catch (InterruptedException e) {
                stopping.set(true);
                Thread.currentThread().interrupt();
            }
        }
        failed.ifPresent(failure -> {
            throw failure;
        });
        return ours;
    }

    private static OneoffException failure(@Nullable Throwable cause) {
        if (cause instanceof OneoffException known) {
            return known;
        }
        return new OneoffException(
                new Failure(FailureKind.BUG, "A worker ended with " + cause, "Please report it."), cause);
    }

    private boolean work(Going own, Parts parts, Walk walk, AtomicBoolean stopping) {
        boolean over = false;
        while (!over && !stopping.get()) {
            own.check();
            Optional<Chunk> part = parts.next(own.holder());
            if (part.isPresent()) {
                boolean ours = walk.along(own, part.get());
                if (!ours && (!hands.shared() || !parts.running())) {
                    return false;
                }
            } else if (parts.done()) {
                over = true;
            } else if (!parts.running()) {
                return false;
            } else {
                own.pause(POLL);
            }
        }
        return true;
    }
}
