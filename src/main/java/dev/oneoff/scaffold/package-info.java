/** Writes the files somebody would else copy from the last one. */
@NullMarked
package dev.oneoff.scaffold;

import org.jspecify.annotations.NullMarked;
