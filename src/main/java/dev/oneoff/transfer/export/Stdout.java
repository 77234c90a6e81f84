package dev.oneoff.transfer.export;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.transfer.file.OutFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes rows to stdout, where a reader who has enough is no error. */
record Stdout(OutputStream stream) {

    private static final int KIND = 0170000;
    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;

    void write(OutFile.Writer writer) {
        try {
            writer.write(stream);
        } catch (IOException e) {
            // What fails before the stream, a text that cannot be encoded, has an exception of its own class.
            boolean closed = e.getClass() == IOException.class && piped();
            throw new OneoffException(
                    new Failure(
                            closed ? FailureKind.PIPE_CLOSED : FailureKind.STEP_FAILED,
                            "The rows cannot be written: " + e.getMessage() + ".",
                            "Look at who reads them, and at the disk's space."),
                    e);
        }
    }

    /** A pipe has no space to run out of: it fails when its reader is gone. In which words is the locale's affair. */
    private static boolean piped() {
        try {
            int kind = (int) Files.getAttribute(Path.of("/dev/stdout"), "unix:mode") & KIND;
            return kind == PIPE || kind == SOCKET;
        } catch (IOException e) {
            return false;
        }
    }
}
