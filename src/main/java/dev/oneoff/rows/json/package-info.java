/** JSON: an array of objects, or an object a line. */
@NullMarked
package dev.oneoff.rows.json;

import org.jspecify.annotations.NullMarked;
