/** Tests of scripts as they are written. */
@NullMarked
package dev.oneoff.datafix.script;

import org.jspecify.annotations.NullMarked;
