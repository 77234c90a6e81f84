/** The files of imports and exports: their names, their formats, their records. */
@NullMarked
package dev.oneoff.transfer.file;

import org.jspecify.annotations.NullMarked;
