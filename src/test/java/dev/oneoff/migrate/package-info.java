/** What is promised of schema migrations, proven on a real server. */
@NullMarked
package dev.oneoff.migrate;

import org.jspecify.annotations.NullMarked;
