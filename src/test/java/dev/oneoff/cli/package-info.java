/** Tests of the command line that need no database. */
@NullMarked
package dev.oneoff.cli;

import org.jspecify.annotations.NullMarked;
