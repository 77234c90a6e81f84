/** The table that is imported into or exported, as the catalogue has it. */
@NullMarked
package dev.oneoff.transfer.target;

import org.jspecify.annotations.NullMarked;
