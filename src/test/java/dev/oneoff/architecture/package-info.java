/** The map of the packages and the rules of the house, as tests. */
@NullMarked
package dev.oneoff.architecture;

import org.jspecify.annotations.NullMarked;
