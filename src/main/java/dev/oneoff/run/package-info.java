/** The one template of everything that is recorded: lock, ledger row, work, outcome. */
@NullMarked
package dev.oneoff.run;

import org.jspecify.annotations.NullMarked;
