package dev.oneoff.migrate;

import dev.oneoff.config.Environment;
import dev.oneoff.config.MigrateSettings;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * A hash over everything outside the database that decides what a migration would do: versions, settings, the names and
 * bytes of all files of the changelog's folder, every jar that is not ours, and the value or absence of every
 * <code>${name}</code> in those files. Equal hashes mean an equal changelog, without reading it as one.
 */
public final class Fingerprint {

    private final MessageDigest digest;
    private final Environment environment;
    private final TreeSet<String> placeholders = new TreeSet<>();
    private boolean sure = true;

    private Fingerprint(Environment environment) {
        this.environment = environment;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Computes the fingerprint.
     *
     * @param versions what else decides: our version, Liquibase's, the server's, the schema
     * @return 64 hexadecimal digits; empty when nobody can vouch for equality: a tracking table of another name,
     *     <code>${names}</code> in an encoding that is not read here, a class-path entry that is no jar
     */
    public static Optional<String> of(
            ChangelogSource source, MigrateSettings settings, Environment environment, List<String> versions) {
        EngineSettings engine = EngineSettings.of(environment);
        if (engine.moveTracking()) {
            // The history is not where the fast path looks.
            return Optional.empty();
        }
        try {
            Fingerprint fingerprint = new Fingerprint(environment);
            versions.forEach(fingerprint::add);
            fingerprint.add(source.file());
            fingerprint.add(settings.contexts().orElse("\0"));
            fingerprint.add(settings.labels().orElse("\0"));
            new TreeMap<>(settings.parameters()).forEach((name, value) -> {
                fingerprint.add(name + "=" + value);
                fingerprint.collectPlaceholders(value.getBytes(StandardCharsets.UTF_8));
            });
            engine.values().forEach((name, value) -> fingerprint.add(name + "=" + value));
            if (!source.onClassPath()) {
                fingerprint.addFolder(source.hashedFolder());
            }
            fingerprint.addClassPath();
            fingerprint.addPlaceholders();
            String hash = HexFormat.of().formatHex(fingerprint.digest.digest());
            return fingerprint.sure ? Optional.of(hash) : Optional.empty();
        } catch (IOException e) {
            throw new OneoffException(
                    new Failure(
                            FailureKind.CONFIGURATION,
                            "The changelog's files cannot be read: " + e,
                            "Make them readable for this user."),
                    e);
        } catch (UncheckedIOException e) {
            // A link that leads back to its own folder: Liquibase shall say so.
            return Optional.empty();
        }
    }

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        addLength(bytes.length);
        digest.update(bytes);
    }

    private void addLength(long length) {
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            digest.update((byte) (length >>> shift));
        }
    }

    private void addFolder(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            files = new ArrayList<>(walk.filter(Files::isRegularFile).toList());
        }
        files.sort(null);
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            add(folder.relativize(file).toString());
            addLength(bytes.length);
            digest.update(bytes);
            collectPlaceholders(bytes);
        }
    }

    private void collectPlaceholders(byte[] bytes) {
        for (int at = 0; at + 2 < bytes.length; at++) {
            if (bytes[at] == '$' && bytes[at + 1] == '{') {
                int end = at + 2;
                while (end < bytes.length && bytes[end] != '}' && bytes[end] != '\n') {
                    end++;
                }
                placeholders.add(new String(bytes, at + 2, end - at - 2, StandardCharsets.UTF_8).strip());
            } else if (bytes[at] == '$' && bytes[at + 1] == 0) {
                // UTF-16 or UTF-32: Liquibase reads them, and there may be a name.
                sure = false;
            }
        }
    }

    /** Liquibase takes names without regard to case, and expands what their values hold in turn. */
    private void addPlaceholders() {
        Set<String> seen = new HashSet<>();
        while (!placeholders.isEmpty()) {
            String name = placeholders.pollFirst();
            if (seen.add(name.toLowerCase(Locale.ROOT))) {
                add(name);
                addValues(name, environment.properties());
                addValues(name, environment.variables());
            }
        }
    }

    private void addValues(String name, Map<String, String> values) {
        values.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> {
                    add(entry.getKey() + "=" + entry.getValue());
                    collectPlaceholders(entry.getValue().getBytes(StandardCharsets.UTF_8));
                });
        add("\0end");
    }

    /** Adds every jar and folder of the class path that is not part of our own distribution. */
    private void addClassPath() throws IOException {
        Deque<Path> left = new ArrayDeque<>();
        for (String entry :
                environment.properties().getOrDefault("java.class.path", "").split(File.pathSeparator, -1)) {
            if (!entry.isEmpty()) {
                left.add(Path.of(entry).toAbsolutePath().normalize());
            }
        }
        // The launcher puts our own jar first; what lies beside it is the distribution's.
        Path first = left.peek();
        Path own = environment.home().isPresent() && first != null ? first.getParent() : null;
        Set<Path> seen = new HashSet<>();
        while (!left.isEmpty()) {
            Path path = left.remove();
            boolean ours = own != null && own.equals(path.getParent());
            if (ours || !seen.add(path)) {
                continue;
            }
            if (Files.isDirectory(path)) {
                addFolder(path);
            } else if (Files.isRegularFile(path)) {
                left.addAll(addJar(path));
            }
        }
    }

    private List<Path> addJar(Path jar) {
        try {
            byte[] bytes = Files.readAllBytes(jar);
            add(jar.toString());
            addLength(bytes.length);
            digest.update(bytes);
            return manifestClassPath(jar);
        } catch (IOException | IllegalArgumentException e) {
            // No jar, or one that names no files: the JVM passes over it and so do we, without a word for what it is.
            sure = false;
            return List.of();
        }
    }

    /** Returns what the manifest of a jar puts on the class path (Java Archive specification, "Class-Path"). */
    private static List<Path> manifestClassPath(Path jar) throws IOException {
        List<Path> more = new ArrayList<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            String names = file.getManifest() == null
                    ? null
                    : file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            for (String name : names == null ? new String[0] : names.trim().split("\\s+", -1)) {
                URI target = jar.toUri().resolve(name);
                if ("file".equals(target.getScheme())) {
                    more.add(Path.of(target).normalize());
                }
            }
        }
        return more;
    }
}
