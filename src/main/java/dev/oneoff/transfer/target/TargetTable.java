package dev.oneoff.transfer.target;

import dev.oneoff.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/**
 * The table that is imported into.
 *
 * @param columns in their order
 * @param uniques the primary key first
 */
public record TargetTable(
        QualifiedName name,
        List<TargetColumn> columns,
        List<UniqueKey> uniques,
        List<Rule> rules,
        List<Reference> references) {

    /** Copies the lists. */
    public TargetTable {
        columns = List.copyOf(columns);
        uniques = List.copyOf(uniques);
        rules = List.copyOf(rules);
        references = List.copyOf(references);
    }

    /** Returns the column of this very name. */
    public Optional<TargetColumn> column(String named) {
        return columns.stream()
                .filter(column -> column.name().name().equals(named))
                .findFirst();
    }

    /** Returns the name for people, with its schema. */
    public String shown() {
        return String.join(".", name.parts().stream().map(part -> part.name()).toList());
    }
}
