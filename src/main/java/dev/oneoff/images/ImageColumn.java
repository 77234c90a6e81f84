package dev.oneoff.images;

import dev.oneoff.sql.Identifier;

/**
 * A column as it was when the images were written.
 *
 * @param type with its modifiers, as a cast takes it, for example {@code character varying(40)}
 */
public record ImageColumn(Identifier name, String type) {}
