/** Where a data fix stands: its row, its steps, its cursor, what was set aside. */
@NullMarked
package dev.oneoff.datafix.store;

import org.jspecify.annotations.NullMarked;
