package dev.oneoff.config;

/**
 * What {@code oneoff.yaml} says.
 *
 * @param migrate about schema migrations
 * @param fixes about data fixes
 */
record ProjectSettings(MigrateSettings migrate, FixSettings fixes) {

    static ProjectSettings none() {
        return new ProjectSettings(MigrateSettings.none(), FixSettings.none());
    }
}
