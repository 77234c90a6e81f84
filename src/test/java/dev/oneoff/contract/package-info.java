/** Promises, each an abstract test with a short subclass for every engine. */
@NullMarked
package dev.oneoff.contract;

import org.jspecify.annotations.NullMarked;
