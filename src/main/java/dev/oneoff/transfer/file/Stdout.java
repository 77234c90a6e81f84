package dev.oneoff.transfer.file;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes rows to stdout, where a reader who has enough is no error.
 *
 * @param rows how they are called where they cannot be written
 */
public record Stdout(OutputStream stream, String rows) {

    private static final int KIND = 0170000;
    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;

    /**
     * Writes them.
     *
     * @throws OneoffException PIPE_CLOSED when nobody reads them any more, else STEP_FAILED
     */
    public void write(OutFile.Writer writer) {
        try {
            writer.write(stream);
        } catch (IOException e) {
            // What fails before the stream, a text that cannot be encoded, has an exception of its own class.
            boolean closed = e.getClass() == IOException.class && piped();
            throw new OneoffException(
                    new Failure(
                            closed ? FailureKind.PIPE_CLOSED : FailureKind.STEP_FAILED,
                            rows + " cannot be written: " + e.getMessage() + ".",
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
