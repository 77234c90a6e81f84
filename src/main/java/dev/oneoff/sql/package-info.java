/** SQL text as tokens and statements, each with line and column, and quoted names; no connection, no JDBC. */
@NullMarked
package dev.oneoff.sql;

import org.jspecify.annotations.NullMarked;
