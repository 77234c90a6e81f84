package dev.oneoff.pace;

import dev.oneoff.lock.Pause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The one place that decides how fast a run goes, for all its workers. Closing it ends the watch. Any thread; each worker
 * has a {@link Stride} of its own.
 */
public final class Pace implements AutoCloseable {

    private final Rhythm rhythm;
    private final Clock clock;
    private final Pause pause;
    private final Board board;
    private final List<Watcher> watchers;
    private final Spells spells = new Spells();
    private final Map<String, Latency> latencies = new HashMap<>();
    private Advice advice = Advice.GO;

    Pace(Rhythm rhythm, Clock clock, Pause pause, Board board, List<Watcher> watchers) {
        this.rhythm = rhythm;
        this.clock = clock;
        this.pause = pause;
        this.board = board;
        this.watchers = List.copyOf(watchers);
        board.add(Latency.NAME, false);
    }

    /** Makes the pace of a run where nobody else can be connected: no rests, no signals. */
    public static Pace alone(Tempo tempo, Clock clock, Pause pause) {
        return new Pace(tempo.rhythm().alone(), clock, pause, new Board(clock), List.of());
    }

    /** Returns what lets time pass. */
    public Pause pause() {
        return pause;
    }

    /**
     * Makes a worker's part in it.
     *
     * @param work what it works on: its speed is compared with that of others who work on the same
     */
    public Stride stride(String work) {
        return new Stride(this, work);
    }

    /** What holds now, and what has changed. */
    record State(Advice advice, List<News> news) {}

    synchronized State look() {
        Instant now = clock.instant();
        List<Seen> seen = board.all();
        Advice found = Advice.GO;
        for (Seen one : seen) {
            Advice asked = one.counts(now).advice();
            found = asked.compareTo(found) > 0 ? asked : found;
        }
        advice = found;
        return new State(found, spells.now(seen, now));
    }

    synchronized Rhythm rhythm() {
        return advice == Advice.GO ? rhythm : rhythm.slowed();
    }

    synchronized void took(String work, int rows, Duration took) {
        if (!watchers.isEmpty()) {
            board.said(
                    Latency.NAME,
                    latencies.computeIfAbsent(work, key -> new Latency()).took(rows, took));
        }
    }

    /** Returns the ends of what still holds: the run is over. */
    public synchronized List<News> over() {
        return spells.over(clock.instant());
    }

    @Override
    public void close() {
        watchers.forEach(Watcher::stop);
        watchers.forEach(Watcher::close);
    }
}
