package dev.oneoff.transfer;

import dev.oneoff.rows.Records;

/** Looks whether a time names its zone as it mostly does: by a sign after its first colon, or a Z at its end. */
final class Zoned {

    private Zoned() {}

    /** Says so of a field, counted from 0; of nothing, too. */
    static boolean field(Records records, int field) {
        byte[] bytes = records.bytes();
        int to = records.to(field);
        int at = records.from(field);
        if (at == to) {
            return true;
        }
        while (at < to && bytes[at] != ':') {
            at++;
        }
        while (at < to && bytes[at] != '+' && bytes[at] != '-' && bytes[at] != 'Z') {
            at++;
        }
        return at < to;
    }
}
