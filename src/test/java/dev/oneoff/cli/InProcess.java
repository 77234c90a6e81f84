package dev.oneoff.cli;

import dev.oneoff.config.Environment;
import dev.oneoff.support.ProcessResult;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command line within this process, in an application's folder, with the application's classes as the launcher adds them.
 * What it logs is not to be had here.
 */
public record InProcess(Path folder, Map<String, String> variables) {

    static {
        // What it says is of no use to anybody here; read when the logger is made.
        System.setProperty("org.slf4j.simpleLogger.log.oneoff", "off");
    }

    /** Runs it to its end. */
    public ProcessResult run(String... arguments) {
        return fed(new byte[0], arguments);
    }

    /** Runs it to its end, with something to read. */
    public ProcessResult fed(byte[] in, String... arguments) {
        String classPath = variables.getOrDefault("ONEOFF_CLASSPATH", "");
        if (classPath.isEmpty()) {
            return ended(new ByteArrayInputStream(in), arguments);
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader application = new URLClassLoader(urls(classPath), before)) {
            thread.setContextClassLoader(application);
            return ended(new ByteArrayInputStream(in), arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL[] urls(String classPath) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String part : classPath.split(File.pathSeparator, -1)) {
            urls.add(Path.of(part).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    private ProcessResult ended(InputStream in, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Environment environment = new Environment(variables, Map.of("user.name", "tester"), folder, Optional.empty());
        Streams streams = new Streams(
                in,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Terminal.NONE);
        int exitCode = Main.run(arguments, environment, streams);
        return new ProcessResult(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
