package dev.oneoff.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A process that has been started and not waited for. Closing kills it and whatever it started, if it still runs. */
public final class RunningProcess implements AutoCloseable {

    private final Process process;
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
    private final Output stdout;
    private final Output stderr;
    private int endedStreams;

    RunningProcess(Process process) {
        this.process = process;
        this.stdout = new Output(process.getInputStream(), lines);
        this.stderr = new Output(process.getErrorStream(), lines);
        stdout.start();
        stderr.start();
    }

    /** Returns the process id: the JVM's, because the launcher becomes it. */
    public long pid() {
        return process.pid();
    }

    /** Returns whether it has not ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Waits for a line of stdout or stderr; lines before the answer are passed over for good. Fails, with all output, if
     * the process or the time ends first.
     */
    public String awaitLine(Predicate<String> wanted, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (endedStreams < 2) {
            Optional<String> line = next(deadline);
            if (line.isEmpty()) {
                endedStreams++;
            } else if (wanted.test(line.get())) {
                return line.get();
            }
        }
        throw new AssertionError("The line that was waited for did not come before the end.\n" + soFar());
    }

    /** Waits up to 30 seconds for a line that contains a text. */
    public String awaitLine(String part) {
        return awaitLine(line -> line.contains(part), Duration.ofSeconds(30));
    }

    private Optional<String> next(long deadline) {
        try {
            Optional<String> line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new AssertionError("The line that was waited for did not come in time.\n" + soFar());
            }
            return line;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Writes to its stdin, which stays open. */
    public void type(String text) {
        try {
            OutputStream stdin = process.getOutputStream();
            stdin.write(text.getBytes(UTF_8));
            stdin.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends its stdin; a process that has already gone does not mind. */
    public void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            if (process.isAlive()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Sends SIGTERM. By the handle, because the process itself would close its streams with it. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Sends SIGINT, as Ctrl-C does. */
    public void interrupt() {
        signal("INT");
    }

    /** Sends SIGSTOP: it does nothing more, and its connections stay. */
    public void freeze() {
        signal("STOP");
    }

    /** Sends SIGCONT. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid())
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Sends SIGKILL to it and to whatever it started. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.toHandle().destroyForcibly();
    }

    /** Waits for its end. Kills it, and fails with all output, if that takes longer. */
    public ProcessResult await(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            if (!process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                kill();
                throw new AssertionError("Still running after " + timeout + ", killed.\n" + soFar());
            }
            stdout.join(TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
            stderr.join(TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
            return new ProcessResult(process.exitValue(), stdout.text(), stderr.text());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private String soFar() {
        return "--- stdout\n%s\n--- stderr\n%s".formatted(stdout.text(), stderr.text());
    }

    private AssertionError interrupted(InterruptedException cause) {
        kill();
        Thread.currentThread().interrupt();
        return new AssertionError("Interrupted while waiting.\n" + soFar(), cause);
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
