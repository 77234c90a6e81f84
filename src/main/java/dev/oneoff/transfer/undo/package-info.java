/** Keeps what imports overwrite and delete, and takes imports back. */
@NullMarked
package dev.oneoff.transfer.undo;

import org.jspecify.annotations.NullMarked;
