package dev.oneoff.transfer.embedded;

import dev.oneoff.database.Session;
import dev.oneoff.sql.Identifier;
import dev.oneoff.transfer.embedded.Mistakes.Mistake;
import dev.oneoff.transfer.target.Reference;
import dev.oneoff.transfer.target.Rule;
import dev.oneoff.transfer.target.UniqueKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Looks for all that is wrong with a row the table would not take, or does not take: its own error names the first alone. For
 * one thread.
 */
final class Checking implements AutoCloseable {

    private final Map<Rule, Bound> rules = new LinkedHashMap<>();
    private final Map<Reference, Bound> references = new LinkedHashMap<>();
    private final Map<UniqueKey, Bound> uniques = new LinkedHashMap<>();
    private final Into into;

    Checking(Session session, Into into) {
        this.into = into;
        for (Rule rule : into.table().rules()) {
            if (!rule.columns().isEmpty() && into.covers(rule.columns())) {
                List<Cell> cells = into.cells(rule.columns());
                rules.put(rule, new Bound(session, broken(rule, cells), cells));
            }
        }
        for (Reference reference : into.table().references()) {
            if (into.covers(reference.columns())) {
                List<Cell> cells = into.cells(reference.columns());
                String there = "SELECT 1 FROM " + reference.table() + " WHERE " + Same.of(reference.referred(), cells);
                references.put(reference, new Bound(session, there, cells));
            }
        }
        List<Cell> keys = into.keyCells();
        String another = keys.isEmpty() ? "" : " AND NOT (" + Same.as(keys) + ")";
        for (UniqueKey unique : into.table().uniques()) {
            if (into.covers(unique.columns()) && !Optional.of(unique).equals(into.key())) {
                List<Cell> cells = new ArrayList<>(into.cells(unique.columns()));
                String clash = "SELECT 1 FROM " + into.table().name().quoted() + " WHERE " + Same.as(cells) + another;
                cells.addAll(keys);
                uniques.put(unique, new Bound(session, clash, cells));
            }
        }
    }

    private static String broken(Rule rule, List<Cell> cells) {
        return "SELECT 1 FROM (SELECT "
                + cells.stream()
                        .map(cell -> "CAST(? AS " + cell.column().bare() + ") AS "
                                + Identifier.of(cell.name()).quoted())
                        .collect(Collectors.joining(", "))
                + ") AS oneoff_row WHERE NOT (" + rule.expression() + ")";
    }

    /** Returns the rules that it breaks and the rows of other tables that it refers to and that are not there. */
    List<Mistake> alone(Line line) throws SQLException {
        List<Mistake> mistakes = new ArrayList<>();
        for (Map.Entry<Rule, Bound> each : rules.entrySet()) {
            Rule rule = each.getKey();
            if (holds(each.getValue(), line)) {
                mistakes.add(Mistake.of(
                        into.cells(rule.columns()),
                        null,
                        "check",
                        "breaks the constraint " + rule.name() + ": " + rule.expression()));
            }
        }
        mistakes.addAll(missing(line, false));
        return mistakes;
    }

    /** Returns the rows that it refers to and that are not there: of its own table, or of others. */
    List<Mistake> missing(Line line, boolean own) throws SQLException {
        List<Mistake> mistakes = new ArrayList<>();
        for (Map.Entry<Reference, Bound> each : references.entrySet()) {
            Reference reference = each.getKey();
            List<Cell> cells = into.cells(reference.columns());
            if (reference.own() == own && line.has(cells) && !each.getValue().any(line)) {
                mistakes.add(Mistake.of(
                        cells,
                        line.shown(cells),
                        "fk-missing",
                        "there is no such row in " + reference.table() + " (" + reference.name() + ")"));
            }
        }
        return mistakes;
    }

    /** Returns the unique keys that another row of the table has. */
    List<Mistake> clashes(Line line) throws SQLException {
        List<Mistake> mistakes = new ArrayList<>();
        for (Map.Entry<UniqueKey, Bound> each : uniques.entrySet()) {
            UniqueKey unique = each.getKey();
            List<Cell> cells = into.cells(unique.columns());
            if (line.has(cells) && each.getValue().any(line)) {
                mistakes.add(Mistake.of(
                        cells,
                        line.shown(cells),
                        "unique-in-table",
                        "another row has this " + String.join(", ", unique.columns()) + " (" + unique.name() + ")"));
            }
        }
        return mistakes;
    }

    /** Says whether a condition holds that cannot be computed for every row; the table's own error is told of such a one. */
    private static boolean holds(Bound condition, Line line) throws SQLException {
        try {
            return condition.any(line);
        } catch (SQLException e) {
            if (!Fault.ofTheRow(e)) {
                throw e;
            }
            return false;
        }
    }

    @Override
    public void close() {
        rules.values().forEach(Bound::close);
        references.values().forEach(Bound::close);
        uniques.values().forEach(Bound::close);
    }
}
