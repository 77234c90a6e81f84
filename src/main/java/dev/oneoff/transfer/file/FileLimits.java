package dev.oneoff.transfer.file;

/**
 * What no honest file goes past: a quote that is never closed would hold the rest of the file as one record, and a few bytes of
 * gzip can stand for a thousand times as many.
 *
 * @param record how many bytes a record may have
 * @param ratio how many times as large as the compressed file its text may be, once it is large at all
 */
public record FileLimits(long record, long ratio) {

    private static final long RECORD = 16 << 20;
    private static final long RATIO = 200;

    /** Returns those that hold where none are said. */
    public static FileLimits standard() {
        return new FileLimits(RECORD, RATIO);
    }
}
