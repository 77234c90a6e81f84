package dev.oneoff.datafix;

import dev.oneoff.config.Settings;
import dev.oneoff.datafix.engine.Limits;
import dev.oneoff.datafix.script.FixScript;
import java.util.OptionalLong;

/**
 * How far runs may go here.
 *
 * @param maxRows what the operator allows
 */
record Allowance(Settings settings, OptionalLong maxRows) {

    Limits of(FixScript script) {
        return new Limits(
                script.header().expect(),
                settings.protectedBy().isPresent(),
                maxRows,
                script.header().maxRuntime(),
                script.header().quarantine());
    }
}
