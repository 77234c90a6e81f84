package dev.oneoff.transfer.target;

import dev.oneoff.config.Nearest;
import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.sql.Identifier;
import dev.oneoff.sql.QualifiedName;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds tables in the catalogue. */
public record Targets(Session session) {

    private static final String TABLES = "rp";

    // One between two quotes is a part of the name.
    private static final String POINT = "\\.(?=([^\"]*\"[^\"]*\")*[^\"]*$)";

    private static final int SHOWN = 10;

    // Liquibase's names, and those of oneoff's own tables, in capitals where an application has made them so.
    private static final Pattern BOOKKEEPING = Pattern.compile(
            "databasechangelog(lock)?|oneoff_(fact|run|step|(fix|import)(_[a-z]+)?|image)", Pattern.CASE_INSENSITIVE);

    /**
     * What a table is wanted for.
     *
     * @param kinds of relations that will do, as the catalogue has them
     * @param what is said of another
     * @param next and what to do then
     * @param saying what stands before the name of a table where it is said
     */
    private record Wanted(String kinds, String what, String next, String saying) {

        boolean writable() {
            return kinds.equals(TABLES);
        }

        OneoffException other(String named) {
            return new OneoffException(FailureKind.INPUT_REJECTED, named + " " + what, next);
        }
    }

    private record Relation(long oid, QualifiedName name, String kind) {}

    /**
     * Returns a table that rows can be put into.
     *
     * @param named as written, with its schema or without
     * @throws OneoffException INPUT_REJECTED when it is not there or is no table; REFUSED for one that keeps what was done here
     */
    public TargetTable writable(String named) {
        TargetTable table = named(
                named,
                new Wanted(
                        TABLES,
                        "is no table: rows cannot be imported into it.",
                        "Name the table behind it with --into.",
                        "--into "));
        if (bookkeeping(table.name().last().name())) {
            throw new OneoffException(
                    FailureKind.REFUSED,
                    table.shown() + " is where oneoff or Liquibase keeps what was done to this database.",
                    "Name another table with --into; nothing but their own commands writes into this one.");
        }
        return table;
    }

    /**
     * Returns what has rows: a table, or a view.
     *
     * @param saying what stands before the name where it is said, for people
     * @throws OneoffException INPUT_REJECTED when it is not there, or is something else
     */
    public TargetTable readable(String named, String saying) {
        return named(named, new Wanted("rpvmf", "has no rows.", "Name a table or a view.", saying));
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

    private TargetTable named(String named, Wanted wanted) {
        if (session.dialect().embedded()) {
            return embedded(named, wanted);
        }
        Relation relation = meant(named).stream()
                .flatMap(name -> relations(name).stream())
                .findFirst()
                .orElseThrow(() -> missing(named, wanted, session.list(Sql.of(TargetSql.TABLES), row -> row.text(1))));
        if (!wanted.kinds().contains(relation.kind())) {
            throw wanted.other(named);
        }
        if (wanted.writable()) {
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

    private TargetTable embedded(String named, Wanted wanted) {
        EmbeddedTargets targets = new EmbeddedTargets(session);
        EmbeddedTargets.Relation relation = meant(named).stream()
                .flatMap(name -> targets.relations(name).stream())
                .findFirst()
                .orElseThrow(() -> missing(named, wanted, targets.tables()));
        if (wanted.writable() && !relation.table()) {
            throw wanted.other(named);
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
        QualifiedName folded = name(parts, true);
        QualifiedName asWritten = name(parts, false);
        // Records compare themselves in a way that takes a cold JVM as long as a query.
        return folded.quoted().equals(asWritten.quoted()) ? List.of(folded) : List.of(folded, asWritten);
    }

    private static QualifiedName name(List<String> parts, boolean folds) {
        return new QualifiedName(parts.stream().map(part -> part(part, folds)).toList());
    }

    private static Identifier part(String part, boolean folds) {
        if (part.matches("\"([^\"]|\"\")+\"")) {
            return Identifier.of(part.substring(1, part.length() - 1).replace("\"\"", "\""));
        }
        return folds && part.matches("[A-Za-z_][A-Za-z0-9_$]*") ? Identifier.folded(part) : Identifier.of(part);
    }

    private static OneoffException missing(String named, Wanted wanted, List<String> tables) {
        List<String> names =
                tables.stream().filter(table -> !bookkeeping(table)).toList();
        String next = Nearest.to(named, names)
                .map(near -> "Did you mean " + wanted.saying() + typed(near) + "?")
                .orElseGet(() -> names.isEmpty()
                        ? "There is none yet."
                        : "Name one: " + wanted.saying()
                                + "TABLE. There %s %s.".formatted(names.size() == 1 ? "is" : "are", some(names)));
        return new OneoffException(FailureKind.INPUT_REJECTED, "There is no table " + named + ".", next);
    }

    private static String some(List<String> names) {
        String first = names.stream().limit(SHOWN).map(Targets::typed).collect(Collectors.joining(", "));
        return names.size() > SHOWN ? "%s and %,d more".formatted(first, names.size() - SHOWN) : first;
    }

    /** Returns a name as a shell takes it, in the quotes of SQL where it would mean another without. */
    private static String typed(String table) {
        return table.matches("[a-z_][a-z0-9_]*")
                ? table
                : "'" + Identifier.of(table).quoted().replace("'", "'\\''") + "'";
    }

    private static boolean bookkeeping(String table) {
        return BOOKKEEPING.matcher(table).matches();
    }
}
