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

/** {@code INFORMATION_SCHEMA}, where there are no partitions, rules and policies. */
record InformationSchema(Session session) implements Catalogue {

    private static final String SEPARATOR = "\u001f";

    // Those that the catalogue marks as not deterministic it does not list.
    private static final Set<String> UNSTEADY = Set.of(
            "rand", "random", "random_uuid", "uuid", "gen_random_uuid", "secure_rand", "nextval", "currval", "setval");

    private static final Set<String> AGGREGATES = Set.of(
            "count",
            "sum",
            "min",
            "max",
            "avg",
            "any_value",
            "listagg",
            "string_agg",
            "array_agg",
            "every",
            "any",
            "some",
            "bool_and",
            "bool_or",
            "bit_and_agg",
            "bit_or_agg",
            "stddev_pop",
            "stddev_samp",
            "var_pop",
            "var_samp",
            "median",
            "json_arrayagg",
            "json_objectagg",
            "group_concat");

    @Override
    public Optional<Relation> relation(QualifiedName name) {
        List<Identifier> parts = name.parts();
        Sql sql = Sql.of(InformationSchemaSql.RELATION)
                .with("name", name.last().name())
                .with("schema", parts.size() > 1 ? parts.get(parts.size() - 2).name() : null);
        return session.list(sql, InformationSchema::relation).stream().findFirst();
    }

    @Override
    public List<String> tables() {
        return session.list(Sql.of(InformationSchemaSql.TABLES), row -> row.text(1));
    }

    @Override
    public List<Relation> family(Relation relation) {
        return List.of(relation);
    }

    @Override
    public List<StoredColumn> columns(Relation relation) {
        return session.list(
                on(relation, InformationSchemaSql.COLUMNS),
                row -> new StoredColumn(new Column(Identifier.of(row.text(1)), row.text(2)), row.flag(3), row.flag(4)));
    }

    @Override
    public List<UniqueIndex> uniques(Relation relation) {
        return session.list(
                on(relation, InformationSchemaSql.UNIQUES),
                row -> new UniqueIndex(row.text(1), row.flag(2), true, names(row.text(3))));
    }

    @Override
    public Set<String> uniqueColumns(Relation relation) {
        return new LinkedHashSet<>(session.list(on(relation, InformationSchemaSql.UNIQUE_COLUMNS), row -> row.text(1)));
    }

    @Override
    public List<ForeignKey> referencing(Relation relation) {
        return session.list(on(relation, InformationSchemaSql.REFERENCING), InformationSchema::foreignKey);
    }

    @Override
    public List<ForeignKey> referenced(Relation relation) {
        return session.list(on(relation, InformationSchemaSql.REFERENCED), InformationSchema::foreignKey);
    }

    @Override
    public List<String> triggers(Relation relation, Form form, Collection<String> columns) {
        return session.list(on(relation, InformationSchemaSql.TRIGGERS).with("event", form.name()), row -> row.text(1));
    }

    @Override
    public List<String> rules(Relation relation, Form form) {
        return List.of();
    }

    @Override
    public List<String> policies(Relation relation) {
        return List.of();
    }

    @Override
    public List<Routine> routines(Collection<String> names) {
        return names.stream()
                .filter(name -> UNSTEADY.contains(name) || AGGREGATES.contains(name))
                .map(name -> new Routine("", name, true, UNSTEADY.contains(name), false, AGGREGATES.contains(name)))
                .toList();
    }

    @Override
    public boolean settles(Relation relation, Collection<String> words) {
        return false;
    }

    private static Sql on(Relation relation, String sql) {
        return Sql.of(sql).with("schema", relation.schema()).with("table", relation.table());
    }

    private static Relation relation(Row row) {
        Shape shape = switch (row.text(3)) {
            case "BASE TABLE" -> row.text(4).equals("TABLE LINK") ? Shape.FOREIGN : Shape.TABLE;
            case "VIEW" -> Shape.VIEW;
            default -> Shape.OTHER;
        };
        QualifiedName name = new QualifiedName(List.of(Identifier.of(row.text(1)), Identifier.of(row.text(2))));
        return new Relation(0, name, shape, false, RowSecurity.NONE);
    }

    private static ForeignKey foreignKey(Row row) {
        return new ForeignKey(row.text(1), row.text(2), names(row.text(3)), row.text(4), row.text(5));
    }

    private static List<String> names(String joined) {
        return List.of(joined.split(SEPARATOR, -1));
    }
}
