package dev.oneoff.output;

import java.util.ArrayList;
import java.util.List;

/**
 * The result of a command, to be rendered as text or JSON with the same content.
 *
 * @param headline one sentence for people; JSON readers have the sections
 * @param sections its parts, in order; names are unique
 */
public record Report(String headline, List<Section> sections) {

    public Report {
        sections = List.copyOf(sections);
        long names = sections.stream().map(Section::name).distinct().count();
        if (names != sections.size()) {
            throw new IllegalArgumentException("two sections of one name");
        }
    }

    /** Makes a report of one sentence. */
    public static Report of(String headline, Section... sections) {
        return new Report(headline, List.of(sections));
    }

    /** Returns this report with more sections at the end. */
    public Report and(Section... more) {
        List<Section> all = new ArrayList<>(sections);
        all.addAll(List.of(more));
        return new Report(headline, all);
    }
}
