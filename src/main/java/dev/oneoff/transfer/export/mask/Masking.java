package dev.oneoff.transfer.export.mask;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a value, as PostgreSQL writes it, what a rule says. For one thread.
 *
 * @param key empty where no rule needs it
 */
public record Masking(Optional<MaskKey> key) {

    private static final int EMAIL_DIGITS = 32;
    private static final int FARTHEST = 180;

    /**
     * Returns what stands for a value.
     *
     * @param row the key of its row
     */
    public @Nullable String masked(MaskRule rule, @Nullable String value, String row) {
        if (rule instanceof MaskRule.Fixed fixed) {
            return fixed.value();
        }
        if (value == null || rule instanceof MaskRule.Null) {
            return null;
        }
        if (rule instanceof MaskRule.Partial partial) {
            return starred(value, partial);
        }
        if (rule instanceof MaskRule.Hmac) {
            return HexFormat.of().formatHex(digest(value));
        }
        if (rule instanceof MaskRule.Email) {
            return HexFormat.of().formatHex(digest("email\0" + value)).substring(0, EMAIL_DIGITS) + "@example.com";
        }
        return rule instanceof MaskRule.ShiftDate ? Days.shifted(value, days(row)) : value;
    }

    private byte[] digest(String text) {
        return key.orElseThrow(() -> new IllegalStateException("a rule without its key"))
                .digest(text);
    }

    /** From 1 to 180 days, back or forth. What a column of hmac shows of the same key must not tell them. */
    private int days(String row) {
        int number = Math.floorMod(ByteBuffer.wrap(digest("shift-date\0" + row)).getLong(), 2 * FARTHEST);
        return number < FARTHEST ? number - FARTHEST : number - FARTHEST + 1;
    }

    private static String starred(String value, MaskRule.Partial rule) {
        int length = value.codePointCount(0, value.length());
        int hidden = length - rule.first() - rule.last();
        if (hidden <= 0) {
            return "*".repeat(length);
        }
        int begin = value.offsetByCodePoints(0, rule.first());
        int end = value.offsetByCodePoints(begin, hidden);
        return value.substring(0, begin) + "*".repeat(hidden) + value.substring(end);
    }
}
