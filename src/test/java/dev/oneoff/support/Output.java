package dev.oneoff.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;

/** One stream of a process, read by a thread of its own: kept whole, and each line put into a queue, empty at the end. */
final class Output {

    private final StringBuilder text = new StringBuilder();
    private final BlockingQueue<Optional<String>> lines;
    private final Thread reader;
    private int lineStart;

    Output(InputStream stream, BlockingQueue<Optional<String>> lines) {
        this.lines = lines;
        this.reader = new Thread(() -> read(stream), "process output");
        reader.setDaemon(true);
    }

    void start() {
        reader.start();
    }

    private void read(InputStream stream) {
        char[] buffer = new char[8192];
        try (Reader in = new InputStreamReader(stream, UTF_8)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                append(buffer, count);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lines.add(Optional.empty());
        }
    }

    private synchronized void append(char[] buffer, int count) {
        text.append(buffer, 0, count);
        for (int end = text.indexOf("\n", lineStart); end >= 0; end = text.indexOf("\n", lineStart)) {
            lines.add(Optional.of(text.substring(lineStart, end)));
            lineStart = end + 1;
        }
    }

    /**
     * Waits for the end of the stream; what a surviving grandchild would still write is left out. What was written just
     * before the limit is still read.
     */
    void join(long millis) throws InterruptedException {
        reader.join(Math.max(5_000, millis));
    }

    synchronized String text() {
        return text.toString();
    }
}
