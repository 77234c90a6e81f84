package dev.oneoff.transfer;

import dev.oneoff.progress.Progress;
import dev.oneoff.transfer.file.SourceFile;

/** What is shown of an import while it runs. */
record Watching(Progress progress, long size) {

    private static final int SOME = 1024;

    /** Returns who is told of the records of a file that is being read. */
    Reading reading(SourceFile.Opened opened) {
        return reading(opened, 0);
    }

    /** Returns the same where some were read before. */
    Reading reading(SourceFile.Opened opened, long before) {
        return count -> {
            // The clock is not asked at every record.
            if (count % SOME == 0) {
                progress.read(before + count, opened.bytes(), size);
            }
        };
    }

    /** Shows what begins now. */
    void phase(String what) {
        progress.phase(what);
    }
}
