/** One file per engine behind one interface: ask it for a capability, never for its name. */
@NullMarked
package dev.oneoff.database.dialect;

import org.jspecify.annotations.NullMarked;
