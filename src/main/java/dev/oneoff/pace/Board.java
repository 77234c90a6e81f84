package dev.oneoff.pace;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where watchers write what they read, and a run looks. Any thread. */
final class Board {

    private final Clock clock;
    private final Map<String, Seen> seen = new LinkedHashMap<>();

    Board(Clock clock) {
        this.clock = clock;
    }

    /** Adds a signal of which nothing is known yet. */
    synchronized void add(String name, boolean required) {
        seen.put(name, new Seen(name, required, Optional.empty(), clock.instant(), Optional.empty()));
    }

    synchronized void said(String name, Reading reading) {
        seen.computeIfPresent(
                name,
                (key, old) -> new Seen(name, old.required(), Optional.of(reading), clock.instant(), Optional.empty()));
    }

    synchronized void failed(String name, String why) {
        seen.computeIfPresent(
                name, (key, old) -> new Seen(name, old.required(), old.last(), old.at(), Optional.of(why)));
    }

    synchronized List<Seen> all() {
        return List.copyOf(seen.values());
    }
}
