package dev.oneoff.transfer;

import dev.oneoff.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/**
 * The table that is imported into.
 *
 * @param columns in their order
 * @param uniques the primary key first
 */
record TargetTable(
        QualifiedName name,
        List<TargetColumn> columns,
        List<UniqueKey> uniques,
        List<Rule> rules,
        List<Reference> references) {

    TargetTable {
        columns = List.copyOf(columns);
        uniques = List.copyOf(uniques);
        rules = List.copyOf(rules);
        references = List.copyOf(references);
    }

    Optional<TargetColumn> column(String named) {
        return columns.stream()
                .filter(column -> column.name().name().equals(named))
                .findFirst();
    }

    String shown() {
        return String.join(".", name.parts().stream().map(part -> part.name()).toList());
    }
}
