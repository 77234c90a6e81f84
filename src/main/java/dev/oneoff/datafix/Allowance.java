package dev.oneoff.datafix;

import dev.oneoff.config.Settings;
import dev.oneoff.datafix.engine.Limits;
import dev.oneoff.datafix.script.FixScript;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How far runs may go here.
 *
 * @param maxRows what the operator allows
 * @param within how long it may take, whatever the script says
 */
record Allowance(Settings settings, OptionalLong maxRows, Optional<Duration> within) {

    Limits of(FixScript script) {
        return new Limits(
                script.header().expect(),
                settings.protectedBy().isPresent(),
                maxRows,
                Stream.concat(script.header().maxRuntime().stream(), within.stream())
                        .min(Duration::compareTo),
                script.header().quarantine());
    }
}
