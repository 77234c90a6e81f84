package dev.oneoff.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts {@code bin/oneoff} as a user would: a process in a folder, with a clean environment (PATH, HOME, JAVA_HOME and
 * what a test adds). Immutable: each change is a new launcher.
 *
 * @param script the launcher's path
 * @param folder the working folder
 * @param environment everything the process sees
 * @param input what it reads on stdin
 * @param timeout how long {@link #run} waits before it kills the process and fails
 */
public record Launcher(Path script, Path folder, Map<String, String> environment, String input, Duration timeout) {

    public Launcher {
        environment = Map.copyOf(environment);
    }

    /** Returns the launcher of the distribution that this build made, after {@code warmup}, so that it starts faster. */
    public static Launcher dist() {
        return Distribution.warm().launcher();
    }

    /** Returns a launcher for any script. */
    public static Launcher at(Path script) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", System.getProperty("user.home"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        Path here = Path.of("").toAbsolutePath();
        return new Launcher(script.toAbsolutePath(), here, environment, "", Duration.ofSeconds(60));
    }

    /** Works in another folder. */
    public Launcher in(Path other) {
        return new Launcher(script, other, environment, input, timeout);
    }

    /** Adds a variable, or replaces it. */
    public Launcher env(String name, String value) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.put(name, value);
        return new Launcher(script, folder, changed, input, timeout);
    }

    /** Leaves a variable out. */
    public Launcher without(String name) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.remove(name);
        return new Launcher(script, folder, changed, input, timeout);
    }

    /** Gives it something to read on stdin. */
    public Launcher reading(String text) {
        return new Launcher(script, folder, environment, text, timeout);
    }

    /** Waits for another time. */
    public Launcher within(Duration limit) {
        return new Launcher(script, folder, environment, input, limit);
    }

    /** Runs to the end. */
    public ProcessResult run(String... arguments) {
        return finish(start(arguments));
    }

    /** Starts, with an open stdin. */
    public RunningProcess start(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(script.toString());
        command.addAll(List.of(arguments));
        return start(command, environment);
    }

    /** Runs a line of shell to the end, in which {@code oneoff} is this launcher. */
    public ProcessResult shell(String line) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.merge("PATH", "", (path, none) -> script.getParent() + ":" + path);
        return finish(start(List.of("/bin/sh", "-c", line), changed));
    }

    private ProcessResult finish(RunningProcess started) {
        try (RunningProcess process = started) {
            if (!input.isEmpty()) {
                process.type(input);
            }
            process.endInput();
            return process.await(timeout);
        }
    }

    private RunningProcess start(List<String> command, Map<String, String> variables) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        try {
            return new RunningProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
