/** Tables and queries into files. */
@NullMarked
package dev.oneoff.transfer.export;

import org.jspecify.annotations.NullMarked;
