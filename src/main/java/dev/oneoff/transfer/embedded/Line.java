package dev.oneoff.transfer.embedded;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of the file: the texts of the columns that are imported, in their order. */
public final class Line {

    private final long number;
    private final List<@Nullable String> texts;
    private final StringBuilder given;
    private final List<Unread> unread = new ArrayList<>();

    /**
     * A text that cannot be read.
     *
     * @param at which column it is, from 0
     */
    record Unread(int at, String code, String reason) {}

    /**
     * Makes one without columns yet.
     *
     * @param number of the line where it begins, from 1
     */
    public Line(long number) {
        this.number = number;
        this.texts = new ArrayList<>();
        this.given = new StringBuilder();
    }

    Line(long number, @Nullable String[] texts, String given) {
        this.number = number;
        this.texts = Arrays.asList(texts);
        this.given = new StringBuilder(given);
    }

    /**
     * Adds a column.
     *
     * @param text null for NULL
     * @param has whether the row says anything of it
     */
    public void add(@Nullable String text, boolean has) {
        texts.add(text);
        given.append(has ? '1' : '0');
    }

    /** Gives the last column another text. */
    public void instead(String text) {
        texts.set(texts.size() - 1, text);
    }

    /** Says that the last column's text cannot be read. */
    public void unread(String code, String reason) {
        unread.add(new Unread(texts.size() - 1, code, reason));
        given.setCharAt(given.length() - 1, '0');
    }

    long number() {
        return number;
    }

    /** Returns a digit for each column, 1 for one that the row has. */
    String given() {
        return given.toString();
    }

    boolean gives(Cell cell) {
        return given.charAt(cell.at()) == '1';
    }

    List<Unread> unread() {
        return unread;
    }

    @Nullable
    Object[] texts() {
        return texts.toArray();
    }

    @Nullable
    String text(int at) {
        return texts.get(at);
    }

    @Nullable
    String text(Cell cell) {
        return texts.get(cell.at());
    }

    /** Says whether none of these is NULL. */
    boolean has(List<Cell> cells) {
        return cells.stream().allMatch(cell -> text(cell) != null);
    }

    /** Returns what stands in these, for people. */
    String shown(List<Cell> cells) {
        StringBuilder shown = new StringBuilder();
        for (Cell cell : cells) {
            String text = text(cell);
            if (text != null) {
                shown.append(shown.length() == 0 ? "" : ", ").append(text);
            }
        }
        return shown.toString();
    }
}
