/** Tests of the pace of runs. */
@NullMarked
package dev.oneoff.pace;

import org.jspecify.annotations.NullMarked;
