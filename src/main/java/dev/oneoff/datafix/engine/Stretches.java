package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.datafix.engine.Parts.Stretch;
import dev.oneoff.datafix.store.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts a walk into parts, a few for each session that walks, so that none of them waits long for the last. */
record Stretches(Session session, int sessions) {

    private static final long EACH = 8;
    private static final long SHORTEST = 1_000;

    /** Returns those of a worklist. */
    List<Stretch> ofItems(long count) {
        List<Stretch> stretches = new ArrayList<>();
        long span = span(count);
        long from = 0;
        do {
            long to = Math.min(count, from + span);
            stretches.add(new Stretch(place(from), place(to)));
            from = to;
        } while (from < count);
        return stretches;
    }

    /** Returns those of a table, by the keys there are now; rows with later keys are swept. */
    List<Stretch> ofKeys(Step step) {
        Optional<List<String>> last = last(step);
        if (sessions == 1 || last.isEmpty()) {
            return List.of(new Stretch(Optional.empty(), last.map(Texts::join)));
        }
        long span =
                span(session.list(step.sql().countAll(), row -> row.number(1)).get(0));
        List<Stretch> stretches = new ArrayList<>();
        Optional<List<String>> from = Optional.empty();
        Optional<List<String>> to;
        do {
            to =
                    session
                            .list(
                                    step.sql().windowEnd(from, last.get(), span),
                                    row -> row.texts(step.sql().keys().size()))
                            .stream()
                            .findFirst();
            stretches.add(new Stretch(from.map(Texts::join), Optional.of(Texts.join(to.orElse(last.get())))));
            from = to;
        } while (to.isPresent() && !to.equals(last));
        return stretches;
    }

    /** Returns all of a table, as one. */
    Stretch whole(Step step) {
        return new Stretch(Optional.empty(), last(step).map(Texts::join));
    }

    private Optional<List<String>> last(Step step) {
        return session
                .list(step.sql().lastKey(), row -> row.texts(step.sql().keys().size()))
                .stream()
                .findFirst();
    }

    private long span(long count) {
        return sessions == 1
                ? Math.max(1, count)
                : Math.max(SHORTEST, (count + sessions * EACH - 1) / (sessions * EACH));
    }

    private static Optional<String> place(long place) {
        return Optional.of(Texts.join(List.of(Long.toString(place))));
    }
}
