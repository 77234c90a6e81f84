package dev.oneoff.datafix.plan;

import dev.oneoff.config.Nearest;
import dev.oneoff.datafix.plan.Relation.RowSecurity;
import dev.oneoff.datafix.plan.Relation.Shape;
import dev.oneoff.datafix.statement.Change.Form;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.sql.QualifiedName;
import java.util.List;

/** Finds the tables of a statement and refuses what is no table of rows of its own. */
record Tables(Catalogue catalogue, Spot spot) {

    Relation of(QualifiedName name) {
        if (name.parts().size() > 2) {
            throw spot.refused(
                    Relation.shown(name) + " has more than a schema and a table", "Name the schema and the table.");
        }
        Relation relation = catalogue.relation(name).orElseThrow(() -> missing(name));
        requireTable(relation);
        requireNoPolicies(relation);
        return relation;
    }

    void requireNoRules(Relation relation, Form form) {
        List<String> rules = catalogue.rules(relation, form);
        if (!rules.isEmpty()) {
            throw spot.refused(
                    "the rule " + rules.get(0) + " rewrites this " + form + " of " + relation.shown(),
                    "Drop the rule, or write what it does as a statement on the table that holds the rows.");
        }
    }

    private void requireTable(Relation relation) {
        String name = relation.shown();
        switch (relation.shape()) {
            case VIEW ->
                throw spot.refused(name + " is a view", "Name the table behind it, with the view's condition.");
            case FOREIGN ->
                throw spot.refused(name + " is a table of another server", "Run the fix on that server's database.");
            case OTHER -> throw spot.refused(name + " is no table", "Name the table that holds the rows.");
            case PARTITIONED -> requireOwnPartitions(relation);
            case TABLE -> {
                if (relation.inherited()) {
                    throw spot.refused(
                            "other tables inherit from " + name + ", and no key spans them",
                            "Write one statement for each of them that has none below it.");
                }
            }
        }
    }

    private void requireOwnPartitions(Relation relation) {
        for (Relation part : catalogue.family(relation)) {
            if (part.shape() == Shape.FOREIGN) {
                throw spot.refused(
                        "the partition " + part.shown() + " of " + relation.shown() + " is a table of another server",
                        "Write one statement for each partition that is here.");
            }
        }
    }

    private void requireNoPolicies(Relation relation) {
        if (relation.security() != RowSecurity.ACTIVE) {
            return;
        }
        List<String> policies = catalogue.policies(relation);
        String which = policies.isEmpty()
                ? "row-level security without a policy hides all rows"
                : (policies.size() == 1 ? "the policy " : "the policies ") + String.join(", ", policies)
                        + " may hide rows";
        throw spot.denied(
                which + " of " + relation.shown() + " from this role",
                "Use the table's owner, or a role with BYPASSRLS; where row security is forced, only the latter.");
    }

    private OneoffException missing(QualifiedName name) {
        String near = Nearest.to(name.last().name(), catalogue.tables())
                .map(table -> "Did you mean " + table + "? ")
                .orElse("");
        return spot.refused(
                "there is no table " + Relation.shown(name),
                near + "Write it as the catalogue has it, with its schema if the search path does not lead there.");
    }
}
