package dev.oneoff.transfer.target;

import dev.oneoff.config.Nearest;
import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.sql.Identifier;
import dev.oneoff.sql.QualifiedName;
import java.util.List;
import java.util.stream.Stream;

/** Finds tables in the catalogue. */
public record Targets(Session session) {

    private static final String TABLES = "rp";

    // One between two quotes is a part of the name.
    private static final String POINT = "\\.(?=([^\"]*\"[^\"]*\")*[^\"]*$)";

    private record Relation(long oid, QualifiedName name, String kind) {}

    /**
     * Returns a table that rows can be put into.
     *
     * @param named as written, with its schema or without
     * @throws OneoffException INPUT_REJECTED when it is not there or is no table
     */
    public TargetTable writable(String named) {
        return named(
                named,
                TABLES,
                "is no table: rows cannot be imported into it.",
                "Name the table behind it with --into.");
    }

    /**
     * Returns what has rows: a table, or a view.
     *
     * @throws OneoffException INPUT_REJECTED when it is not there, or is something else
     */
    public TargetTable readable(String named) {
        return named(named, "rpvmf", "has no rows.", "Name a table or a view.");
    }

    /** Returns the names of all tables and views of a server but those of its own catalogue. */
    public List<QualifiedName> all() {
        if (session.dialect().embedded()) {
            return new EmbeddedTargets(session).all();
        }
        return session.list(
                Sql.of(TargetSql.READABLE),
                row -> new QualifiedName(List.of(Identifier.of(row.text(1)), Identifier.of(row.text(2)))));
    }

    private TargetTable named(String named, String kinds, String what, String next) {
        if (session.dialect().embedded()) {
            return embedded(named, kinds.equals(TABLES), what, next);
        }
        Relation relation = meant(named).stream()
                .flatMap(name -> relations(name).stream())
                .findFirst()
                .orElseThrow(() -> missing(named, session.list(Sql.of(TargetSql.TABLES), row -> row.text(1))));
        if (!kinds.contains(relation.kind())) {
            throw new OneoffException(FailureKind.INPUT_REJECTED, named + " " + what, next);
        }
        if (kinds.equals(TABLES)) {
            requireAlone(relation, named);
        }
        return table(relation);
    }

    /** The rows of a table that others inherit from are not its own alone: no key of it holds for all of them. */
    private void requireAlone(Relation relation, String named) {
        if (session.list(on(relation, TargetSql.HEIRS), row -> row.flag(1)).get(0)) {
            throw new OneoffException(
                    FailureKind.REFUSED,
                    "Other tables inherit from " + named + ", so its rows are not its own alone.",
                    "Import into one of those, or into a partitioned table.");
        }
    }

    private List<Relation> relations(QualifiedName name) {
        return session.list(
                Sql.of(TargetSql.RELATION).with("name", name.quoted()),
                row -> new Relation(
                        row.number(1),
                        new QualifiedName(List.of(Identifier.of(row.text(2)), Identifier.of(row.text(3)))),
                        row.text(4)));
    }

    private TargetTable table(Relation relation) {
        return new TargetTable(
                relation.name(),
                session.list(
                        on(relation, TargetSql.COLUMNS),
                        row -> new TargetColumn(
                                Identifier.of(row.text(1)),
                                row.text(2),
                                row.text(3),
                                (int) row.number(4),
                                row.flag(5),
                                row.flag(6),
                                row.text(7),
                                row.flag(8),
                                row.flag(9),
                                row.text(10),
                                row.flag(11))),
                session.list(
                        on(relation, TargetSql.UNIQUES),
                        row -> new UniqueKey(row.text(1), row.flag(2), row.flag(3), row.flag(4), names(row.text(5)))),
                session.list(
                        on(relation, TargetSql.RULES), row -> new Rule(row.text(1), row.text(2), names(row.text(3)))),
                session.list(
                        on(relation, TargetSql.REFERENCES),
                        row -> new Reference(
                                row.text(1), names(row.text(2)), row.text(3), names(row.text(4)), row.flag(5))));
    }

    private TargetTable embedded(String named, boolean writable, String what, String next) {
        EmbeddedTargets targets = new EmbeddedTargets(session);
        EmbeddedTargets.Relation relation = meant(named).stream()
                .flatMap(name -> targets.relations(name).stream())
                .findFirst()
                .orElseThrow(() -> missing(named, targets.tables()));
        if (writable && !relation.table()) {
            throw new OneoffException(FailureKind.INPUT_REJECTED, named + " " + what, next);
        }
        return targets.table(relation);
    }

    private static Sql on(Relation relation, String sql) {
        return Sql.of(sql).with("oid", relation.oid());
    }

    static List<String> names(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split("\u001f", -1));
    }

    /** What a name may mean: what it does in SQL, else the table that is called just so. */
    private static List<QualifiedName> meant(String named) {
        List<String> parts = List.of(named.split(POINT, -1));
        if (parts.contains("")) {
            throw new OneoffException(
                    FailureKind.INPUT_REJECTED, named + " is no name of a table.", "Write users, or shop.users.");
        }
        return Stream.of(true, false)
                .map(folds -> new QualifiedName(
                        parts.stream().map(part -> part(part, folds)).toList()))
                .distinct()
                .toList();
    }

    private static Identifier part(String part, boolean folds) {
        if (part.matches("\"([^\"]|\"\")+\"")) {
            return Identifier.of(part.substring(1, part.length() - 1).replace("\"\"", "\""));
        }
        return folds && part.matches("[A-Za-z_][A-Za-z0-9_$]*") ? Identifier.folded(part) : Identifier.of(part);
    }

    private static OneoffException missing(String named, List<String> tables) {
        String near = Nearest.to(named, tables)
                .map(table -> "Did you mean --into " + table + "?")
                .orElse("Name one with --into; the tables are: " + String.join(", ", tables) + ".");
        return new OneoffException(FailureKind.INPUT_REJECTED, "There is no table " + named + ".", near);
    }
}
