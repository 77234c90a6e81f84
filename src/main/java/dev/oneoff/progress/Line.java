package dev.oneoff.progress;

/** A line of a terminal that is drawn again and again. For the thread that works. */
public interface Line {

    /** Draws it in place of what was drawn before. */
    void draw(String text);

    /** Takes it away, so that something else can be written there. */
    void clear();
}
