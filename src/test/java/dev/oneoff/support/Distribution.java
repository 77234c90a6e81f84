package dev.oneoff.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The distribution that this build made, or a copy of it.
 *
 * @param home the folder that has {@code bin} and {@code lib}
 */
public record Distribution(Path home) {

    /** The folder of the finished distribution, set by the build. */
    private static final String DIST = "oneoff.dist";

    private static final class Warm {
        static final Distribution DISTRIBUTION = make();

        private static Distribution make() {
            Distribution shipped = shipped();
            Path home = shipped.home.resolveSibling("oneoff-warm");
            try {
                remove(home);
                Distribution warm = shipped.copyTo(home);
                ProcessResult made =
                        warm.launcher().within(Duration.ofMinutes(2)).run("warmup");
                if (made.exitCode() != 0) {
                    throw new IllegalStateException("The distribution cannot be warmed up: " + made);
                }
                return warm;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Returns the one that this build made, as it is shipped: without an archive of classes. */
    public static Distribution shipped() {
        String dist = System.getProperty(DIST);
        if (dist == null) {
            throw new IllegalStateException("The system property " + DIST
                    + " names no distribution: run mvn verify, or mvn package and set it to target/oneoff");
        }
        return new Distribution(Path.of(dist).toAbsolutePath());
    }

    /** Returns a copy beside it after {@code oneoff warmup}, made once for the tests of this JVM. */
    public static Distribution warm() {
        return Warm.DISTRIBUTION;
    }

    /** Copies what can be run, with the times of the files, into a folder that is not there yet. */
    public Distribution copyTo(Path folder) throws IOException {
        for (String part : List.of("bin", "lib")) {
            Path target = Files.createDirectories(folder.resolve(part));
            try (Stream<Path> files = Files.list(home.resolve(part))) {
                for (Path file : files.toList()) {
                    Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        return new Distribution(folder);
    }

    /** Returns its launcher. */
    public Launcher launcher() {
        return Launcher.at(home.resolve("bin/oneoff"));
    }

    /** Returns the folder of its jars. */
    public Path lib() {
        return home.resolve("lib");
    }

    /**
     * Returns the options of a JVM that starts from the archive of classes with another main class; like the launcher's, or
     * the archive would be passed over.
     *
     * @param more folders of classes that come after its own jars
     */
    public List<String> options(String... more) throws IOException {
        List<String> jars = new ArrayList<>();
        String archive = "";
        try (Stream<Path> files = Files.list(lib())) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                archive = name.endsWith(".jsa") ? file.toString() : archive;
                if (name.endsWith(".jar")) {
                    jars.add(file.toString());
                }
            }
        }
        List<String> first = List.of("oneoff-", "picocli-", "slf4j-", "postgresql-", "h2-");
        Comparator<String> place = Comparator.comparingInt(jar -> {
            int at = first.indexOf(Path.of(jar).getFileName().toString().replaceFirst("-.*", "-"));
            return at < 0 ? first.size() : at;
        });
        jars.sort(place);
        jars.addAll(List.of(more));
        return List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:SharedArchiveFile=" + archive,
                "-cp",
                String.join(File.pathSeparator, jars));
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
