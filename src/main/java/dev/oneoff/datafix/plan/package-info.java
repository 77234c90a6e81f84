/** What a script means for one database: which rows, by which key, and whether it can be done at all. Writes nothing. */
@NullMarked
package dev.oneoff.datafix.plan;

import org.jspecify.annotations.NullMarked;
