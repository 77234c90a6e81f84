package dev.oneoff.transfer.export.mask;

/** What becomes of the values of one column. NULL stays NULL, except where all values become the same. */
public sealed interface MaskRule {

    /** Says whether the rule needs the secret key. */
    default boolean keyed() {
        return false;
    }

    /** The value as it is. */
    record Keep() implements MaskRule {}

    /** NULL. */
    record Null() implements MaskRule {}

    /** The same for every row, NULL too. */
    record Fixed(String value) implements MaskRule {}

    /**
     * Some characters, and a star for each other one; of a value that has no others, stars alone.
     *
     * @param first how many at the beginning
     * @param last how many at the end
     */
    record Partial(int first, int last) implements MaskRule {}

    /** The HMAC-SHA-256 of the value in 64 hexadecimal digits (RFC 2104): equal values stay equal, in all tables. */
    record Hmac() implements MaskRule {
        @Override
        public boolean keyed() {
            return true;
        }
    }

    /** An address at example.com that is another for every value. */
    record Email() implements MaskRule {
        @Override
        public boolean keyed() {
            return true;
        }
    }

    /** A day up to 180 days away, by as many for every such column of a row. */
    record ShiftDate() implements MaskRule {
        @Override
        public boolean keyed() {
            return true;
        }
    }
}
