/** oneoff as a library: {@link dev.oneoff.Oneoff} has one method for each thing an operator can ask. */
@NullMarked
package dev.oneoff;

import org.jspecify.annotations.NullMarked;
