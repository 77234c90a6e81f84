/** Tests of the kinds of failure. */
@NullMarked
package dev.oneoff.failure;

import org.jspecify.annotations.NullMarked;
