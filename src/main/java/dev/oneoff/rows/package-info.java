/** Records of files, whatever their format. */
@NullMarked
package dev.oneoff.rows;

import org.jspecify.annotations.NullMarked;
