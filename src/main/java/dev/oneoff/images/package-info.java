/** Before-images: put back where nothing has changed since they were written. */
@NullMarked
package dev.oneoff.images;

import org.jspecify.annotations.NullMarked;
