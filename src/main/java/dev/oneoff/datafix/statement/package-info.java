/** The user's statement taken apart: its text is kept, what it does is known, conditions can be added. No connection. */
@NullMarked
package dev.oneoff.datafix.statement;

import org.jspecify.annotations.NullMarked;
