package dev.oneoff.config;

/**
 * What {@code oneoff.yaml} says.
 *
 * @param migrate about schema migrations
 * @param images about old values that are kept
 */
record ProjectSettings(MigrateSettings migrate, ImageSettings images) {

    static ProjectSettings none() {
        return new ProjectSettings(MigrateSettings.none(), ImageSettings.standard());
    }
}
