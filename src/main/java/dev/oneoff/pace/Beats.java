package dev.oneoff.pace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * How far a follower is behind: how long a heartbeat has been known here that it does not show yet. Only values of the
 * primary's clock are compared with each other, and only moments of ours, so that nobody's clock need be right. Any thread.
 */
final class Beats {

    private static final int MOST = 1_000;

    private record Beat(Instant value, Instant known) {}

    private List<Beat> beats = new ArrayList<>();

    /** Learns a heartbeat of the primary. */
    synchronized void wrote(Instant value, Instant now) {
        if (beats.isEmpty() || value.isAfter(beats.get(beats.size() - 1).value())) {
            beats.add(new Beat(value, now));
        }
        if (beats.size() > MOST) {
            thin();
        }
    }

    private void thin() {
        List<Beat> kept = new ArrayList<>();
        for (int at = 0; at < beats.size(); at += 2) {
            kept.add(beats.get(at));
        }
        beats = kept;
    }

    /** Returns how many heartbeats are on their way. */
    synchronized int count() {
        return beats.size();
    }

    /**
     * Returns how long the oldest heartbeat has been on its way.
     *
     * @param shown the follower's latest; empty when it has none
     */
    synchronized Duration behind(Optional<Instant> shown, Instant now) {
        Iterator<Beat> all = beats.iterator();
        while (all.hasNext()) {
            Beat beat = all.next();
            if (shown.isEmpty() || beat.value().isAfter(shown.get())) {
                return Duration.between(beat.known(), now);
            }
            all.remove();
        }
        return Duration.ZERO;
    }
}
