package dev.oneoff.datafix.engine;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * How many rows the next batch may change, and how many keys the next window spans: small at first, then as many as fit into
 * the time a lock may be held. A batch that is too long is halved at once; it grows slowly.
 */
final class Sizing {

    private static final int FIRST = 20;
    private static final int LARGEST = 5_000;
    private static final double GROWTH = 1.2;
    private static final long FIRST_SPAN = 1_000;
    private static final long LARGEST_SPAN = 1_000_000;

    private final Supplier<Duration> target;
    private final int largest;
    private double rows;
    private long span = FIRST_SPAN;

    /**
     * Makes it.
     *
     * @param target how long a batch should take, asked anew for each
     */
    Sizing(Supplier<Duration> target) {
        this(target, LARGEST);
    }

    /**
     * Makes it.
     *
     * @param largest how many rows a batch may change at the most, from 1
     */
    Sizing(Supplier<Duration> target, int largest) {
        this.target = target;
        this.largest = Math.min(LARGEST, largest);
        this.rows = Math.min(FIRST, largest);
    }

    int rows() {
        return (int) rows;
    }

    long span() {
        return Math.max(span, rows());
    }

    /** Learns from a batch that changed rows. */
    void changed(int count, Duration took) {
        double factor = (double) target.get().toNanos() / Math.max(1, took.toNanos());
        if (factor < 1) {
            rows = Math.max(1, Math.min(rows, count) * Math.max(0.5, factor));
        } else if (count >= rows()) {
            rows = Math.min(largest, Math.max(rows + 1, rows * Math.min(GROWTH, factor)));
        }
    }

    /** Learns from a window: whether it had to be cut because it held more rows than a batch may. */
    void looked(boolean cut, Duration took) {
        Duration most = target.get();
        if (took.compareTo(most) > 0) {
            span = Math.max(rows(), span / 2);
        } else if (!cut && took.compareTo(most.dividedBy(4)) < 0) {
            span = Math.min(LARGEST_SPAN, span * 2);
        }
    }

    /** Goes on with one row. */
    void toOne() {
        rows = 1;
    }

    /** Halves the keys of a window, too; false when it was one key already. */
    boolean narrow() {
        boolean wide = span > 1;
        span = Math.max(1, span / 2);
        return halve() || wide;
    }

    /** Halves what failed; false when it was one row already. */
    boolean halve() {
        if (rows() <= 1) {
            return false;
        }
        rows = Math.max(1, rows / 2);
        return true;
    }
}
