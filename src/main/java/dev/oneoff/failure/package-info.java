/** What can go wrong, and the exit code each kind of failure ends with. */
@NullMarked
package dev.oneoff.failure;

import org.jspecify.annotations.NullMarked;
