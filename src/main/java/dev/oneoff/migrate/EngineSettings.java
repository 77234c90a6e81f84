package dev.oneoff.migrate;

import dev.oneoff.config.Environment;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the environment says to Liquibase itself: variables {@code LIQUIBASE_…}, properties {@code liquibase.…},
 * in whatever letters.
 *
 * @param values by name, sorted
 */
record EngineSettings(Map<String, String> values) {

    EngineSettings {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    static EngineSettings of(Environment environment) {
        Map<String, String> values = new TreeMap<>();
        environment.variables().forEach((name, value) -> {
            if (isLiquibases(name)) {
                values.put(name, value);
            }
        });
        environment.properties().forEach((name, value) -> {
            if (isLiquibases(name)) {
                values.put("-D" + name, value);
            }
        });
        return new EngineSettings(values);
    }

    // Liquibase takes either kind in capitals, in small letters, with dots, hyphens or underscores.
    private static boolean isLiquibases(String name) {
        return name.toLowerCase(Locale.ROOT).startsWith("liquibase");
    }

    /** Says whether one of them may give Liquibase's tables another name or another schema; what it is, Liquibase knows. */
    boolean moveTracking() {
        return values.keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", ""))
                .anyMatch(name ->
                        name.contains("tablename") || name.contains("schemaname") || name.contains("catalogname"));
    }
}
