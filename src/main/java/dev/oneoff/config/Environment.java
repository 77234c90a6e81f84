package dev.oneoff.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Everything that comes from outside the process, handed in so that nothing else asks for it. The text form shows no
 * values: variables hold secrets.
 *
 * @param variables the environment's variables
 * @param properties the JVM's system properties, and {@code oneoff.host} for the machine's name where it is known
 * @param workingFolder absolute
 * @param home the folder the launcher lies in (system property {@code oneoff.home}); empty where an application embeds
 *     us
 */
public record Environment(
        Map<String, String> variables, Map<String, String> properties, Path workingFolder, Optional<Path> home) {

    static final String HOST = "oneoff.host";

    public Environment {
        variables = Map.copyOf(variables);
        properties = Map.copyOf(properties);
        workingFolder = workingFolder.toAbsolutePath().normalize();
        home = home.map(folder -> folder.toAbsolutePath().normalize());
    }

    /** Returns the environment of this process. */
    public static Environment system() {
        Map<String, String> properties = new HashMap<>();
        Properties given = System.getProperties();
        for (String name : given.stringPropertyNames()) {
            properties.put(name, given.getProperty(name, ""));
        }
        hostFromKernel().ifPresent(host -> properties.putIfAbsent(HOST, host));
        return new Environment(
                System.getenv(),
                properties,
                Path.of(""),
                Optional.ofNullable(properties.get("oneoff.home"))
                        .filter(home -> !home.isBlank())
                        .map(Path::of));
    }

    /** Returns a variable; an empty one is returned as an empty text. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    /** Returns a variable unless it is blank. */
    Optional<String> filled(String name) {
        return variable(name).filter(text -> !text.isBlank());
    }

    /** Returns a system property unless it is blank. */
    Optional<String> property(String name) {
        return Optional.ofNullable(properties.get(name)).filter(text -> !text.isBlank());
    }

    /** Returns the operating system's user. */
    String osUser() {
        return property("user.name").orElse("unknown");
    }

    /** Returns the folders and how many variables there are. */
    @Override
    public String toString() {
        return "Environment[" + variables.size() + " variables, " + properties.size() + " properties, working folder "
                + workingFolder + ", home " + home + "]";
    }

    /** Asks no name service: a resolver that hangs would cost seconds on every start. */
    private static Optional<String> hostFromKernel() {
        Path file = Path.of("/proc/sys/kernel/hostname");
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
