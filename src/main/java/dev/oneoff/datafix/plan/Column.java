package dev.oneoff.datafix.plan;

import dev.oneoff.sql.Identifier;

/**
 * A column as the catalogue has it.
 *
 * @param type with its modifiers, as a cast takes it, for example {@code character varying(40)}
 */
public record Column(Identifier name, String type) {}
