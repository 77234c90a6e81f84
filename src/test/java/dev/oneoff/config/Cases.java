package dev.oneoff.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Tables of cases: a line each, columns by tabs, {@code \n}, {@code \r}, {@code \\} and {@code \007} as in Java. */
final class Cases {

    private Cases() {}

    static Stream<List<String>> of(String resource, int columns) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Cases.class.getResourceAsStream(resource)), StandardCharsets.UTF_8))) {
            return reader
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> row(line, columns))
                    .toList()
                    .stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Makes an environment of {@code NAME=value} pairs separated by spaces. */
    static Environment environment(Path folder, String pairs) {
        return new Environment(
                variables(pairs), Map.of("user.name", "os", "oneoff.host", "machine"), folder, Optional.empty());
    }

    static Map<String, String> variables(String pairs) {
        Map<String, String> variables = new HashMap<>();
        for (String pair : Text.split(pairs, ' ')) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                variables.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return variables;
    }

    private static List<String> row(String line, int columns) {
        List<String> cells =
                Text.split(line, '\t').stream().map(String::translateEscapes).toList();
        if (cells.size() != columns) {
            throw new IllegalArgumentException(columns + " columns expected: " + line);
        }
        return cells;
    }
}
