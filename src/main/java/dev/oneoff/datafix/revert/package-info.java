/** Takes a fix back: its images in reverse, each in a short transaction. */
@NullMarked
package dev.oneoff.datafix.revert;

import org.jspecify.annotations.NullMarked;
