/** Runs a plan: windows along a key, each wrong row changed once in a short transaction of its own batch. */
@NullMarked
package dev.oneoff.datafix.engine;

import org.jspecify.annotations.NullMarked;
