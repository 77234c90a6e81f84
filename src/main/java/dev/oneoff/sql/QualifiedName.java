package dev.oneoff.sql;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A name with what it is qualified by, such as {@code shop.users}.
 *
 * @param parts the parts as the catalogue has them, the object itself last; at least one
 */
public record QualifiedName(List<Identifier> parts) {

    public QualifiedName {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a name has at least one part");
        }
    }

    /** Returns the last part, the name of the object itself. */
    public Identifier last() {
        return parts.get(parts.size() - 1);
    }

    /** Returns the name for SQL text, each part in double quotes. */
    public String quoted() {
        return parts.stream().map(Identifier::quoted).collect(Collectors.joining("."));
    }
}
