package dev.oneoff.config;

import java.util.Optional;

/**
 * What the environment and {@code oneoff.yaml} say about data fixes.
 *
 * @param throttle a SELECT that says when to wait ({@code datafix.throttle})
 * @param follower a server that follows the database ({@code FOLLOWER_URL})
 */
public record FixSettings(Optional<String> throttle, Optional<PostgresAddress> follower) {

    /** Returns the settings of a project that says nothing. */
    public static FixSettings none() {
        return new FixSettings(Optional.empty(), Optional.empty());
    }

    FixSettings with(Optional<PostgresAddress> given) {
        return new FixSettings(throttle, given);
    }
}
