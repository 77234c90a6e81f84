/** The table that rows are put into or taken from, as the catalogue has it. */
@NullMarked
package dev.oneoff.transfer.target;

import org.jspecify.annotations.NullMarked;
