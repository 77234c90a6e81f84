package dev.oneoff.datafix.plan;

import dev.oneoff.sql.Identifier;
import dev.oneoff.sql.QualifiedName;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The table a step walks along, and the order it does so.
 *
 * @param table with its schema, as the catalogue has it
 * @param alias what the statement calls it
 * @param key the columns of a unique, immediate index, none of them null, in its order; the step changes none of them
 */
public record Walk(QualifiedName table, Identifier alias, List<Column> key) {

    /** Checks that there is a key. */
    public Walk {
        key = List.copyOf(key);
        if (key.isEmpty()) {
            throw new IllegalArgumentException("a walk without a key");
        }
    }

    /** Returns the table as an item of FROM. */
    public String item() {
        return table.quoted() + " AS " + alias.quoted();
    }

    /** Returns the key's columns, qualified, with commas between them. */
    public String keyList() {
        return key.stream()
                .map(column -> alias.quoted() + "." + column.name().quoted())
                .collect(Collectors.joining(", "));
    }
}
