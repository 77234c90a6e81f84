package dev.oneoff.transfer.file;

import dev.oneoff.rows.json.JsonLimits;

/**
 * What no honest file goes past: a quote that is never closed would hold the rest of the file as one record, and a few bytes of
 * gzip can stand for a thousand times as many.
 *
 * @param record how many bytes a record may have
 * @param columns how many of them it may name
 * @param depth how many objects and arrays may be within each other in JSON
 * @param ratio how many times as large as the compressed file its text may be, once it is large at all
 */
public record FileLimits(long record, long columns, long depth, long ratio) {

    private static final long RECORD = 16 << 20;
    // As many a table of PostgreSQL may have at the most (manual, appendix K).
    private static final long COLUMNS = 1600;
    private static final long DEPTH = 500;
    private static final long RATIO = 200;

    JsonLimits json() {
        return new JsonLimits(record, columns, depth);
    }

    /** Returns those that hold where none are said. */
    public static FileLimits standard() {
        return new FileLimits(RECORD, COLUMNS, DEPTH, RATIO);
    }
}
