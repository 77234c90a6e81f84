/** Deletes what fixes have kept, once they have been over for long enough. */
@NullMarked
package dev.oneoff.datafix.purge;

import org.jspecify.annotations.NullMarked;
