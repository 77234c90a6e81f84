/** A result as sections and tables, rendered as text or JSON with the same content. */
@NullMarked
package dev.oneoff.output;

import org.jspecify.annotations.NullMarked;
