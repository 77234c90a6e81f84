package dev.oneoff.datafix.statement;

import dev.oneoff.sql.Identifier;
import dev.oneoff.sql.QualifiedName;
import java.util.Optional;

/**
 * A table as a statement names it.
 *
 * @param name with its schema where the statement says one
 * @param alias what the rest of the statement calls it; empty when that is its name
 */
public record Table(QualifiedName name, Optional<Identifier> alias) {

    /** Returns what columns of this table can be qualified with, quoted. */
    public String reference() {
        return alias.orElse(name.last()).quoted();
    }

    /** Returns it as an item of FROM, quoted. */
    public String item() {
        return name.quoted() + alias.map(given -> " AS " + given.quoted()).orElse("");
    }
}
