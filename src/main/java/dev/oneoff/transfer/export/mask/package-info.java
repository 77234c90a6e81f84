/** What becomes of values that nobody is to see: rules from a file, and what they make of a value. */
@NullMarked
package dev.oneoff.transfer.export.mask;

import org.jspecify.annotations.NullMarked;
