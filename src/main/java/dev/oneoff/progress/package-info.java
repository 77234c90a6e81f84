/** What is said while work goes on: one line per fact. */
@NullMarked
package dev.oneoff.progress;

import org.jspecify.annotations.NullMarked;
