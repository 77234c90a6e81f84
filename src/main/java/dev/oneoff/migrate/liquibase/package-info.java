/** The only place that knows Liquibase. */
@NullMarked
package dev.oneoff.migrate.liquibase;

import org.jspecify.annotations.NullMarked;
