/** Fixes whose change is code: what the feature asks of them. Whoever finds them hands them in. */
@NullMarked
package dev.oneoff.datafix.code;

import org.jspecify.annotations.NullMarked;
