/** Data fixes: a statement in a file, taken apart, shown, run in batches, verified, taken back. */
@NullMarked
package dev.oneoff.datafix;

import org.jspecify.annotations.NullMarked;
