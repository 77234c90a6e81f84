@NullMarked
package dev.oneoff.datafix.revert;

import org.jspecify.annotations.NullMarked;
