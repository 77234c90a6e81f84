/** Tests of data fixes. */
@NullMarked
package dev.oneoff.datafix;

import org.jspecify.annotations.NullMarked;
