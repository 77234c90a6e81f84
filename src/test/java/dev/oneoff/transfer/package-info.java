@NullMarked
package dev.oneoff.transfer;

import org.jspecify.annotations.NullMarked;
