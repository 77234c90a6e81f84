package dev.oneoff.cli;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.lock.Pause;
import dev.oneoff.progress.Journal;
import dev.oneoff.run.Cancellation;
import java.lang.reflect.Proxy;
import java.time.Duration;

/**
 * SIGINT and SIGTERM ask the run to stop. The second one, or five seconds, ends the process where it stands: then the
 * server rolls back, and the next run goes on. The JVM's own answer, a shutdown hook, does not say which signal it was.
 */
final class Signals {

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration AGAIN = Duration.ofMillis(500);

    private Signals() {}

    static void stop(Cancellation cancellation) {
        try {
            on("INT", () -> received(FailureKind.INTERRUPTED, cancellation));
            on("TERM", () -> received(FailureKind.TERMINATED, cancellation));
        } catch (ReflectiveOperationException e) {
            // A runtime trimmed of jdk.unsupported: a signal ends the process at once, and the server rolls back.
            return;
        }
    }

    // By reflection, because javac warns of sun.misc with no way to say it is meant (JEP 260 keeps it for this use).
    private static void on(String name, Runnable action) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object ours =
                Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, args) -> {
                    action.run();
                    return null;
                });
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
    }

    private static void received(FailureKind kind, Cancellation cancellation) {
        if (cancellation.failure().isPresent()) {
            Runtime.getRuntime().halt(kind.exitCode());
        }
        Thread deadline = new Thread(
                () -> {
                    Pause.SLEEP.of(GRACE);
                    Runtime.getRuntime().halt(kind.exitCode());
                },
                "oneoff-deadline");
        deadline.setDaemon(true);
        deadline.start();
        Thread request = new Thread(() -> request(kind, cancellation), "oneoff-stop");
        request.setDaemon(true);
        request.start();
    }

    // Again and again: a statement that began just after the first request did not hear of it.
    private static void request(FailureKind kind, Cancellation cancellation) {
        while (true) {
            try {
                cancellation.request(kind);
            } catch (OneoffException e) {
                // The server cannot be asked to cancel: the deadline ends the process.
                Journal.open().detail("could not cancel: " + e.getMessage());
            }
            Pause.SLEEP.of(AGAIN);
        }
    }
}
