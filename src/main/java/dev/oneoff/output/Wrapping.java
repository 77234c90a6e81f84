package dev.oneoff.output;

import java.util.ArrayList;
import java.util.List;

/**
 * Breaks lines between words.
 *
 * @param width columns there are; 0 for no limit
 */
record Wrapping(int width) {

    private static final int NARROWEST = 20;

    /** Returns the text after its beginning, further lines under the text. */
    List<String> lines(String beginning, String text) {
        int room = width - beginning.length();
        if (width == 0 || text.length() <= room || room < NARROWEST) {
            return List.of(beginning + text);
        }
        List<String> lines = new ArrayList<>();
        String rest = text;
        String before = beginning;
        while (rest.length() > room) {
            int space = rest.lastIndexOf(' ', room);
            int end = space > 0 ? space : room;
            lines.add(before + rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
            before = " ".repeat(beginning.length());
        }
        lines.add(before + rest);
        return lines;
    }
}
