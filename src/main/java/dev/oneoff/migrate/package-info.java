/** Schema migrations in our words: plan, status, outcome. Liquibase is behind {@link dev.oneoff.migrate.ChangelogEngine}. */
@NullMarked
package dev.oneoff.migrate;

import org.jspecify.annotations.NullMarked;
