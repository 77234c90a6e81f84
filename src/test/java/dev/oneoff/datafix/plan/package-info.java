/** What scripts mean for a real database. */
@NullMarked
package dev.oneoff.datafix.plan;

import org.jspecify.annotations.NullMarked;
