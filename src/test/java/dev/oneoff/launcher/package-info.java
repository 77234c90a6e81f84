/** Tests of {@code bin/oneoff}: the script, with small scripts in the place of Java and Maven. */
@NullMarked
package dev.oneoff.launcher;

import org.jspecify.annotations.NullMarked;
