/** Tests of data fixes on a real database. */
@NullMarked
package dev.oneoff.datafix;

import org.jspecify.annotations.NullMarked;
