package dev.oneoff.rows;

/**
 * Why a record cannot be taken as it is; the others of its file can.
 *
 * @param code {@code parse} where it is not written as its format wants, {@code encoding} where its bytes are no text,
 *     {@code type} where a value is of a kind that its column has not
 * @param place the field, from 1; 0 for the record as a whole
 * @param reason for people
 */
public record Flaw(String code, int place, String reason) {

    /** Makes one of a record as a whole. */
    public static Flaw of(String code, String reason) {
        return new Flaw(code, 0, reason);
    }
}
