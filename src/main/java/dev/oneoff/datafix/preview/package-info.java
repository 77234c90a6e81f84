/** What a fix would do, looked at and tried out without leaving anything behind. */
@NullMarked
package dev.oneoff.datafix.preview;

import org.jspecify.annotations.NullMarked;
