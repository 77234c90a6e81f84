@NullMarked
package dev.oneoff.rows.csv;

import org.jspecify.annotations.NullMarked;
