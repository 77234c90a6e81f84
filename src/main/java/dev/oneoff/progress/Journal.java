package dev.oneoff.progress;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says one line per fact while work goes on. The one place where text reaches the log, so that control characters in
 * data (a name, a server's message) cannot forge a line or move a terminal's cursor. Any thread.
 */
public final class Journal {

    private final Logger log;
    private final Optional<Line> line;
    private volatile boolean drawn;

    private Journal(Logger log, Optional<Line> line) {
        this.log = log;
        this.line = line;
    }

    /** Returns the journal of this process. */
    public static Journal open() {
        return open(Optional.empty());
    }

    /**
     * Returns one that may draw.
     *
     * @param line where somebody watches; empty where nobody does
     */
    public static Journal open(Optional<Line> line) {
        return new Journal(LoggerFactory.getLogger("oneoff"), line);
    }

    /** Says whether somebody watches. */
    boolean draws() {
        return line.isPresent();
    }

    /** Draws what is true for a moment; the next thing that is said takes its place. */
    void draw(String text) {
        line.ifPresent(there -> there.draw(printable(text)));
        drawn = line.isPresent();
    }

    /** Takes away what was drawn. */
    void clear() {
        if (drawn) {
            line.ifPresent(Line::clear);
            drawn = false;
        }
    }

    /** Says something that is true now. */
    public void say(String line) {
        clear();
        log.info(printable(line));
    }

    /** Says something the reader should look at. */
    public void warn(String line) {
        clear();
        log.warn(printable(line));
    }

    /** Says something only {@code --verbose} shows. */
    public void detail(String line) {
        clear();
        log.debug(printable(line));
    }

    /** Returns the text with control characters, line ends and marks of direction written out, as {@code \\u001b}. */
    public static String printable(String text) {
        StringBuilder safe = null;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean unsafe = Character.isISOControl(c) || isBidi(c);
            if (unsafe && safe == null) {
                safe = new StringBuilder(text.length() + 16).append(text, 0, at);
            }
            if (safe != null) {
                safe.append(unsafe ? escape(c) : String.valueOf(c));
            }
        }
        return safe == null ? text : safe.toString();
    }

    private static boolean isBidi(char c) {
        return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029;
    }

    private static String escape(char c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> "\\u%04x".formatted((int) c);
        };
    }
}
