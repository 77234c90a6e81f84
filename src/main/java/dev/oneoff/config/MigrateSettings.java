package dev.oneoff.config;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code oneoff.yaml} and the flags say about schema migrations.
 *
 * @param changelog the root file, relative to the search path; empty where it is to be found by the usual names
 * @param searchPath where files are looked for; empty for the usual places
 * @param contexts Liquibase's context filter; empty runs every context
 * @param labels Liquibase's label filter; empty runs every label
 * @param parameters changelog parameters, sorted by name, values as they are written
 */
public record MigrateSettings(
        Optional<String> changelog,
        Optional<String> searchPath,
        Optional<String> contexts,
        Optional<String> labels,
        Map<String, String> parameters) {

    public MigrateSettings {
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    }

    /** Returns the settings of a project without {@code oneoff.yaml}. */
    public static MigrateSettings none() {
        return new MigrateSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
    }

    /** Returns these settings with the flags' values where a flag is given. */
    MigrateSettings with(Flags flags) {
        return new MigrateSettings(
                changelog,
                searchPath,
                flags.contexts().or(this::contexts),
                flags.labels().or(this::labels),
                parameters);
    }
}
