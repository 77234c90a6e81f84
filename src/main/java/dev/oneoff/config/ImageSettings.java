package dev.oneoff.config;

import java.time.Duration;

/**
 * What {@code oneoff.yaml} says about old values that are kept.
 *
 * @param retention how long after the end of what wrote them
 */
public record ImageSettings(Duration retention) {

    /** Returns the settings of a project without {@code oneoff.yaml}. */
    public static ImageSettings standard() {
        return new ImageSettings(Duration.ofDays(30));
    }
}
