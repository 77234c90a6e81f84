/** Environment, {@code oneoff.yaml} and flags become one immutable {@link dev.oneoff.config.Settings}. */
@NullMarked
package dev.oneoff.config;

import org.jspecify.annotations.NullMarked;
