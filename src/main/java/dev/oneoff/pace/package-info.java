/** How long a run waits after a batch, how long the next batch may take, and why. */
@NullMarked
package dev.oneoff.pace;

import org.jspecify.annotations.NullMarked;
