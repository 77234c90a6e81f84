package dev.oneoff.pace;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells what begins and what ends from what holds, so that each is said once. */
final class Spells {

    private record Open(Spell spell, Reading reading) {}

    private final Map<String, Open> open = new LinkedHashMap<>();
    private int count;

    /** Returns what has changed, endings first. */
    List<News> now(List<Seen> seen, Instant now) {
        List<Spell> over = new ArrayList<>();
        List<Spell> begun = new ArrayList<>();
        for (Seen one : seen) {
            Reading reading = one.counts(now);
            Open before = open.get(one.name());
            if (before != null && !before.reading().sameAs(reading)) {
                over.add(before.spell());
                open.remove(one.name());
                before = null;
            }
            if (before == null && !reading.reason().isEmpty()) {
                Spell spell = new Spell(++count, one.name(), reading.advice(), reading.reason(), now);
                open.put(one.name(), new Open(spell, reading));
                begun.add(spell);
            }
        }
        return news(over, begun, now);
    }

    /** Ends whatever is open. */
    List<News> over(Instant now) {
        List<Spell> over = open.values().stream().map(Open::spell).toList();
        open.clear();
        return news(over, List.of(), now);
    }

    private List<News> news(List<Spell> over, List<Spell> begun, Instant now) {
        Optional<Spell> standing = open.values().stream().map(Open::spell).max(Comparator.comparing(Spell::advice));
        List<News> news = new ArrayList<>();
        over.forEach(spell -> news.add(new News(spell, Optional.of(now), standing)));
        begun.forEach(spell -> news.add(new News(spell, Optional.empty(), standing)));
        return news;
    }
}
