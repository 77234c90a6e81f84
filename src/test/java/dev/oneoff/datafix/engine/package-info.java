@NullMarked
package dev.oneoff.datafix.engine;

import org.jspecify.annotations.NullMarked;
