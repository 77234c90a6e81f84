package dev.oneoff.transfer.file;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Writes to a file, and forces it to the disk meanwhile: at the end little of it is left to wait for. What the disk says of
 * one part is said when the next is due, or at the end. For one thread.
 */
final class Forced extends OutputStream {

    private static final long PART = 16L << 20;

    private final FileChannel channel;
    private FutureTask<Void> forcing = new FutureTask<>(() -> null);
    private long unforced;

    Forced(FileChannel channel) {
        this.channel = channel;
        forcing.run();
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, from, length);
        while (buffer.hasRemaining()) {
            unforced += channel.write(buffer);
        }
        if (unforced >= PART && forcing.isDone()) {
            force();
        }
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    private void force() throws IOException {
        await();
        unforced = 0;
        forcing = new FutureTask<>(() -> {
            channel.force(false);
            return null;
        });
        Thread thread = new Thread(forcing, "force");
        thread.setDaemon(true);
        thread.start();
    }

    private void await() throws IOException {
        try {
            forcing.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while it was forced to the disk").initCause(e);
        } catch (ExecutionException e) {
            throw new IOException("it cannot be forced to the disk: " + e.getCause(), e);
        }
    }

    /** Forces the rest. */
    void finish() throws IOException {
        await();
        channel.force(true);
    }
}
