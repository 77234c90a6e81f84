/** The script as it is written: keys, sections, checksum. No connection. */
@NullMarked
package dev.oneoff.datafix.script;

import org.jspecify.annotations.NullMarked;
