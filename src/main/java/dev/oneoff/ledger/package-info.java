/** Who ran what, from which release, with what result: owns the tables {@code oneoff_run}, {@code oneoff_step}, {@code oneoff_fact}. */
@NullMarked
package dev.oneoff.ledger;

import org.jspecify.annotations.NullMarked;
