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
        String text = text(before, done, Duration.between(begin, now));
        if (watched()) {
            // The name last: where the terminal is narrow it is what can be done without.
            journal.draw(text + "  " + what);
        } else {
            journal.say(what + ": " + text);
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

    private static String left(long rows, double perSecond) {
        if (perSecond < 0.01) {
            return "";
        }
        long seconds = (long) Math.ceil(rows / perSecond);
        if (seconds < 60) {
            return ", %d s left".formatted(seconds);
        }
        long minutes = (seconds + 59) / 60;
        return minutes < 60
                ? ", %d min left".formatted(minutes)
                : ", %d h %02d min left".formatted(minutes / 60, minutes % 60);
    }
}
