package dev.oneoff.datafix.script;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many rows a fix is expected to change, over all its runs.
 *
 * @param least the fewest, empty for no limit
 * @param most the most, empty for no limit
 */
public record Expectation(OptionalLong least, OptionalLong most) {

    /** Any number of rows. */
    public static final Expectation ANY = new Expectation(OptionalLong.empty(), OptionalLong.empty());

    private static final Pattern RANGE = Pattern.compile("([\\d_,]*)\\s*\\.\\.\\s*([\\d_,]*)");

    /** Checks that the range is one. */
    public Expectation {
        if (least.isPresent() && most.isPresent() && least.getAsLong() > most.getAsLong()) {
            throw new IllegalArgumentException("the first number is greater than the second");
        }
    }

    /**
     * Reads {@code 10..500}, {@code ..500}, {@code 10..} or {@code 42}.
     *
     * @throws IllegalArgumentException with words for the author
     */
    static Expectation of(String written) {
        Matcher range = RANGE.matcher(written.strip());
        if (range.matches()) {
            if (range.group(1).isEmpty() && range.group(2).isEmpty()) {
                throw new IllegalArgumentException("neither end of the range is given");
            }
            return new Expectation(end(range.group(1)), end(range.group(2)));
        }
        OptionalLong exactly = end(written.strip());
        return new Expectation(exactly, exactly);
    }

    private static OptionalLong end(String digits) {
        if (digits.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(digits.replaceAll("[_,]", "")));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("write it as min..max, for example 1..50000 or ..500", e);
        }
    }

    @Override
    public String toString() {
        if (least.equals(most)) {
            return least.isEmpty() ? "any number" : Long.toString(least.getAsLong());
        }
        String from = least.isEmpty() ? "" : Long.toString(least.getAsLong());
        return from + ".." + (most.isEmpty() ? "" : Long.toString(most.getAsLong()));
    }
}
