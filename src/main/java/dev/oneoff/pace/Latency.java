package dev.oneoff.pace;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A run's own speed: what a row takes now, against what it took in the first batches. Medians, because one batch may meet
 * a checkpoint. Batches of a few rows do not count: with them it is the round trips that take the time.
 */
final class Latency {

    static final String NAME = "own speed";

    private static final int FEW = 20;
    private static final int FIRST = 20;
    private static final int LATEST = 5;
    private static final double BEGINS = 3;
    private static final double ENDS = 2;

    private final List<Double> first = new ArrayList<>();
    private final Deque<Double> latest = new ArrayDeque<>();
    private double baseline;
    private boolean slow;

    /** Learns from a batch, and returns what that means. */
    Reading took(int rows, Duration took) {
        if (rows >= FEW) {
            double each = took.toNanos() / 1e6 / rows;
            if (first.size() < FIRST) {
                first.add(each);
                baseline = median(first);
            } else {
                latest.add(each);
                if (latest.size() > LATEST) {
                    latest.remove();
                }
            }
        }
        return reading();
    }

    private Reading reading() {
        if (latest.size() < LATEST || baseline == 0) {
            return Reading.QUIET;
        }
        double now = median(latest);
        slow = now > baseline * (slow ? ENDS : BEGINS);
        return slow
                ? Reading.slow("a row takes %.2f ms, %.1f times as long as in the first batches"
                        .formatted(now, now / baseline))
                : Reading.QUIET;
    }

    private static double median(Iterable<Double> values) {
        List<Double> sorted = new ArrayList<>();
        values.forEach(sorted::add);
        sorted.sort(null);
        return sorted.get(sorted.size() / 2);
    }
}
