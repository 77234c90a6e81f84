/** Import and export on the embedded database: row by row, since there is nothing between this process and its tables. */
@NullMarked
package dev.oneoff.transfer.embedded;

import org.jspecify.annotations.NullMarked;
