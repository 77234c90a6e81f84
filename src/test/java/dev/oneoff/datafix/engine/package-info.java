/** Tests of batches: their size, and how engines spell them. */
@NullMarked
package dev.oneoff.datafix.engine;

import org.jspecify.annotations.NullMarked;
