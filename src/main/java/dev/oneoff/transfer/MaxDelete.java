package dev.oneoff.transfer;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How many rows an import may delete.
 *
 * @param number of rows, or of hundredths of those there are
 * @param part whether it is the latter
 */
public record MaxDelete(BigDecimal number, boolean part) {

    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);

    /**
     * Reads it.
     *
     * @param text a number, or one with a {@code %}
     * @throws OneoffException USAGE when it is neither, or more than all
     */
    public static MaxDelete of(String text) {
        if (!text.matches("[0-9]{1,15}|[0-9]{1,3}(\\.[0-9]{1,6})?%")) {
            throw new OneoffException(
                    FailureKind.USAGE,
                    "--max-delete " + text + " is neither a number of rows nor a part of them.",
                    "For example: --max-delete 100, or --max-delete 5%.");
        }
        BigDecimal number = new BigDecimal(text.replace("%", ""));
        if (text.endsWith("%") && number.compareTo(WHOLE) > 0) {
            throw new OneoffException(
                    FailureKind.USAGE,
                    "--max-delete " + text + " is more than all rows.",
                    "Write a number of rows, or 100%.");
        }
        return new MaxDelete(number, text.endsWith("%"));
    }

    boolean allows(long deleted, long of) {
        return (part
                        ? BigDecimal.valueOf(deleted).multiply(WHOLE).compareTo(number.multiply(BigDecimal.valueOf(of)))
                        : BigDecimal.valueOf(deleted).compareTo(number))
                <= 0;
    }

    /** Returns the least that would allow it, as it is written. */
    String raised(long deleted, long of) {
        return part
                ? BigDecimal.valueOf(deleted)
                                .multiply(WHOLE)
                                .divide(BigDecimal.valueOf(of), 0, RoundingMode.CEILING)
                                .toPlainString()
                        + "%"
                : Long.toString(deleted);
    }

    /** Returns it as it is written. */
    public String text() {
        return number.toPlainString() + (part ? "%" : "");
    }
}
