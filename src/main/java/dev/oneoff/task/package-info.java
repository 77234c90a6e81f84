/** What applications compile against: their own code, found by ServiceLoader. Mentions types of the JDK only. */
@NullMarked
package dev.oneoff.task;

import org.jspecify.annotations.NullMarked;
