package dev.oneoff.progress;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How far work has come: a line that is redrawn where somebody watches, else a line of the log now and then. One thread. */
public final class Progress {

    private static final Duration DRAWING = Duration.ofMillis(200);
    private static final Duration SAYING = Duration.ofSeconds(10);

    private final Journal journal;
    private final Clock clock;
    private final String what;
    private final String verb;
    private final Instant begin;
    private Instant shown;
    private Optional<Total> total = Optional.empty();

    private record Total(long rows, boolean exact) {}

    /**
     * Begins now.
     *
     * @param what the work, for people
     * @param verb what is done to rows, for example {@code changed}
     */
    public Progress(Journal journal, Clock clock, String what, String verb) {
        this.journal = journal;
        this.clock = clock;
        this.what = what;
        this.verb = verb;
        this.begin = clock.instant();
        this.shown = begin;
    }

    /** Says whether somebody watches. */
    public boolean watched() {
        return journal.draws();
    }

    /** Says how many rows it will be in all. */
    public void of(long rows, boolean exact) {
        total = Optional.of(new Total(rows, exact));
    }

    /**
     * Shows it if it is time to.
     *
     * @param before rows that were done before it began
     * @param done rows since then
     */
    public void show(long before, long done) {
        Instant now = clock.instant();
        if (Duration.between(shown, now).compareTo(watched() ? DRAWING : SAYING) < 0) {
            return;
        }
        shown = now;
        show(text(before, done, Duration.between(begin, now)));
    }

    private void show(String text) {
        if (watched()) {
            // The name last: where the terminal is narrow it is what can be done without.
            journal.draw(text + "  " + what);
        } else {
            journal.say(what + ": " + text);
        }
    }

    /**
     * Shows how far a file is read, if it is time to.
     *
     * @param rows how many so far
     * @param bytes of the file so far
     * @param size bytes of the whole file
     */
    public void read(long rows, long bytes, long size) {
        Instant now = clock.instant();
        if (Duration.between(shown, now).compareTo(watched() ? DRAWING : SAYING) < 0) {
            return;
        }
        shown = now;
        double seconds = Math.max(1, Duration.between(begin, now).toMillis() / 1000.0);
        boolean small = size < 10 << 20;
        int unit = small ? 10 : 20;
        String text = "%,d rows %s, %,d of %,d %s, %d %%, %,.0f rows/s%s"
                .formatted(
                        rows,
                        verb,
                        bytes >> unit,
                        size >> unit,
                        small ? "kB" : "MB",
                        size == 0 ? 100 : Math.min(100, bytes * 100 / size),
                        rows / seconds,
                        left(size - bytes, bytes / seconds));
        show(text);
    }

    /** Shows what is done now, of which nobody knows how far it is; where somebody watches only. */
    public void phase(String phase) {
        if (watched()) {
            journal.draw(phase + "  " + what);
        }
    }

    /** Takes the line away. */
    public void end() {
        journal.clear();
    }

    private String text(long before, long done, Duration took) {
        double perSecond = done * 1000.0 / Math.max(1000, took.toMillis());
        long sofar = before + done;
        String rate = ", %,.0f rows/s".formatted(perSecond);
        return total.filter(all -> all.rows >= sofar && all.rows > 0)
                .map(all -> "%,d of %s%,d rows %s, %d %%%s%s"
                        .formatted(
                                sofar,
                                all.exact ? "" : "about ",
                                all.rows,
                                verb,
                                sofar * 100 / all.rows,
                                rate,
                                left(all.rows - sofar, perSecond)))
                .orElseGet(() -> "%,d rows %s%s".formatted(sofar, verb, rate));
    }

    private static String left(long rest, double perSecond) {
        if (perSecond < 0.01) {
            return "";
        }
        long seconds = (long) Math.ceil(rest / perSecond);
        if (seconds < 60) {
            return ", %d s left".formatted(seconds);
        }
        long minutes = (seconds + 59) / 60;
        return minutes < 60
                ? ", %d min left".formatted(minutes)
                : ", %d h %02d min left".formatted(minutes / 60, minutes % 60);
    }
}
