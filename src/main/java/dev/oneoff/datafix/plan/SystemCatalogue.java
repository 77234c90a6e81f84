package dev.oneoff.datafix.plan;

import dev.oneoff.database.Row;
import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.datafix.plan.Relation.RowSecurity;
import dev.oneoff.datafix.plan.Relation.Shape;
import dev.oneoff.datafix.statement.Change.Form;
import dev.oneoff.sql.Identifier;
import dev.oneoff.sql.QualifiedName;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code pg_catalog}. */
record SystemCatalogue(Session session) implements Catalogue {

    private static final String SEPARATOR = "\u001f";

    @Override
    public Optional<Relation> relation(QualifiedName name) {
        Sql sql = Sql.of(SystemCatalogueSql.RELATION).with("name", name.quoted());
        return session.list(sql, SystemCatalogue::relation).stream().findFirst();
    }

    @Override
    public List<String> tables() {
        return session.list(Sql.of(SystemCatalogueSql.TABLES), row -> row.text(1));
    }

    @Override
    public List<Relation> family(Relation relation) {
        return session.list(on(relation, SystemCatalogueSql.MEMBERS), SystemCatalogue::relation);
    }

    @Override
    public List<StoredColumn> columns(Relation relation) {
        return session.list(
                on(relation, SystemCatalogueSql.COLUMNS),
                row -> new StoredColumn(new Column(Identifier.of(row.text(1)), row.text(2)), row.flag(3), row.flag(4)));
    }

    @Override
    public List<UniqueIndex> uniques(Relation relation) {
        return session.list(
                on(relation, SystemCatalogueSql.UNIQUES),
                row -> new UniqueIndex(row.text(1), row.flag(2), row.flag(3), names(row.text(4))));
    }

    @Override
    public Set<String> uniqueColumns(Relation relation) {
        return new LinkedHashSet<>(session.list(on(relation, SystemCatalogueSql.UNIQUE_COLUMNS), row -> row.text(1)));
    }

    @Override
    public List<ForeignKey> referencing(Relation relation) {
        return session.list(on(relation, SystemCatalogueSql.REFERENCING), SystemCatalogue::foreignKey);
    }

    @Override
    public List<ForeignKey> referenced(Relation relation) {
        return session.list(on(relation, SystemCatalogueSql.REFERENCED), SystemCatalogue::foreignKey);
    }

    @Override
    public List<String> triggers(Relation relation, Form form, Collection<String> columns) {
        int event = switch (form) {
            case INSERT -> 4;
            case DELETE -> 8;
            case UPDATE -> 16;
        };
        Sql sql = on(relation, SystemCatalogueSql.TRIGGERS)
                .with("word", form.name())
                .with("event", event)
                .with("columns", String.join(SEPARATOR, columns));
        return session.list(sql, row -> row.text(1));
    }

    @Override
    public List<String> rules(Relation relation, Form form) {
        // CmdType in src/include/nodes/nodes.h.
        String event = switch (form) {
            case UPDATE -> "2";
            case INSERT -> "3";
            case DELETE -> "4";
        };
        return session.list(on(relation, SystemCatalogueSql.RULES).with("event", event), row -> row.text(1));
    }

    @Override
    public List<String> policies(Relation relation) {
        return session.list(on(relation, SystemCatalogueSql.POLICIES), row -> row.text(1));
    }

    @Override
    public List<Routine> routines(Collection<String> names) {
        Sql sql = Sql.of(SystemCatalogueSql.ROUTINES).with("names", String.join(SEPARATOR, names));
        return session.list(
                sql, row -> new Routine(row.text(1), row.text(2), row.flag(3), row.flag(4), row.flag(5), row.flag(6)));
    }

    @Override
    public boolean settles(Relation relation, Collection<String> names) {
        Sql sql = on(relation, SystemCatalogueSql.SETTLES).with("names", String.join(SEPARATOR, names));
        return session.list(sql, row -> row.flag(1)).get(0);
    }

    private static Sql on(Relation relation, String sql) {
        return Sql.of(sql).with("oid", relation.oid());
    }

    private static Relation relation(Row row) {
        Shape shape = switch (row.text(4)) {
            case "r" -> Shape.TABLE;
            case "p" -> Shape.PARTITIONED;
            case "v", "m" -> Shape.VIEW;
            case "f" -> Shape.FOREIGN;
            default -> Shape.OTHER;
        };
        RowSecurity security = row.flag(7) ? RowSecurity.ACTIVE : row.flag(6) ? RowSecurity.BYPASSED : RowSecurity.NONE;
        QualifiedName name = new QualifiedName(List.of(Identifier.of(row.text(2)), Identifier.of(row.text(3))));
        return new Relation(row.number(1), name, shape, row.flag(5), security);
    }

    private static ForeignKey foreignKey(Row row) {
        return new ForeignKey(row.text(1), row.text(2), names(row.text(3)), row.text(4), row.text(5));
    }

    private static List<String> names(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split(SEPARATOR, -1));
    }
}
