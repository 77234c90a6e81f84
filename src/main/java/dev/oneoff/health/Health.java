package dev.oneoff.health;

import java.time.Duration;
import java.util.Optional;

/**
 * How the database is.
 *
 * @param server the product and its version
 * @param latency from asking to the answer of the smallest query
 * @param pending changesets that have not run
 * @param lockHolder who is migrating right now; empty when nobody is
 */
public record Health(String server, Duration latency, int pending, Optional<String> lockHolder) {}
