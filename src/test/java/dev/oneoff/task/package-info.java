/** Tests of what applications compile against. */
@NullMarked
package dev.oneoff.task;

import org.jspecify.annotations.NullMarked;
