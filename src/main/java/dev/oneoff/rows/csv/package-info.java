/** CSV as RFC 4180 has it: raw records, and their fields. */
@NullMarked
package dev.oneoff.rows.csv;

import org.jspecify.annotations.NullMarked;
