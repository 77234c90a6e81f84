package dev.oneoff.config;

import dev.oneoff.failure.OneoffException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a variable {@code X}, or the file that {@code X_FILE} names. */
final class Variables {

    private static final int LONGEST = 8192;

    private final Environment environment;

    Variables(Environment environment) {
        this.environment = environment;
    }

    /**
     * What a variable says.
     *
     * @param name {@code X} or {@code X_FILE}, whichever is set
     * @param text a secret until something else is known
     */
    record Said(String name, Secret text) {}

    /** Tells whether a variable or its file is set, even to nothing. */
    boolean isSet(String name) {
        return environment.variable(name).isPresent()
                || environment.variable(name + "_FILE").isPresent();
    }

    /**
     * Returns what a variable says, without one line end at the end; empty where it is not set.
     *
     * @throws OneoffException where both {@code X} and {@code X_FILE} are set or the file cannot be read
     */
    Optional<Said> read(String name) {
        Optional<String> direct = environment.variable(name);
        Optional<String> file = environment.variable(name + "_FILE");
        if (direct.isPresent() && file.isPresent()) {
            throw Problems.problem(name, "both " + name + " and " + name + "_FILE are set", "Unset one of them.");
        }
        if (file.isPresent()) {
            return Optional.of(new Said(name + "_FILE", Secret.of(Text.chomp(contents(name + "_FILE", file.get())))));
        }
        return direct.map(text -> new Said(name, Secret.of(Text.chomp(text))));
    }

    private String contents(String name, String place) {
        if (place.isBlank()) {
            throw Problems.problem(name, "set, but empty", "Unset it or give it the path of a file.");
        }
        byte[] bytes;
        // The path is not shown: people put the URL itself into X_FILE.
        try (InputStream in = Files.newInputStream(environment.workingFolder().resolve(Path.of(place)))) {
            bytes = in.readNBytes(LONGEST + 1);
        } catch (IOException | InvalidPathException unreadable) {
            throw Problems.problem(
                    name, "the file it names cannot be read", "Check that it is the path of a readable file.");
        }
        if (bytes.length > LONGEST) {
            throw Problems.problem(name, "the file is longer than 8 KiB", "Name a file that holds the value alone.");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw Problems.problem(name, "the file is not UTF-8", "Save it as UTF-8.");
        }
    }
}
