package dev.oneoff.config;

/**
 * What {@code oneoff.yaml} says.
 *
 * @param migrate about schema migrations
 * @param images about old values that are kept
 * @param fixes about data fixes
 */
record ProjectSettings(MigrateSettings migrate, ImageSettings images, FixSettings fixes) {

    static ProjectSettings none() {
        return new ProjectSettings(MigrateSettings.none(), ImageSettings.standard(), FixSettings.none());
    }
}
