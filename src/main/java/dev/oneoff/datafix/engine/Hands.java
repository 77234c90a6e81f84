package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/**
 * Who works on a fix.
 *
 * @param count how many sessions of this process walk at once
 * @param open opens a session for one of them, by its number from 1
 * @param lead says whether this process may end a step: always, or as soon as no other one does
 * @param led says whether whoever ends it is at work
 * @param shared whether other processes may walk, too
 */
public record Hands(int count, IntFunction<Session> open, BooleanSupplier lead, BooleanSupplier led, boolean shared) {

    /** One session, the run's own. */
    public static Hands alone() {
        return new Hands(
                1,
                number -> {
                    throw new IllegalStateException("one session is enough");
                },
                () -> true,
                () -> true,
                false);
    }
}
