/** Whether the database answers, and whether anything is pending. */
@NullMarked
package dev.oneoff.health;

import org.jspecify.annotations.NullMarked;
