/** The command line: one class per command, failure to exit code; the only place with picocli and {@code System.exit}. */
@NullMarked
package dev.oneoff.cli;

import org.jspecify.annotations.NullMarked;
