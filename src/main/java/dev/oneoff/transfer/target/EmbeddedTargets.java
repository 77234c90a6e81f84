package dev.oneoff.transfer.target;

import dev.oneoff.database.Row;
import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.sql.Identifier;
import dev.oneoff.sql.QualifiedName;
import java.util.List;

/** Finds tables in the catalogue of the embedded database. */
record EmbeddedTargets(Session session) {

    /** A table or a view, and which of them. */
    record Relation(QualifiedName name, String kind) {

        boolean table() {
            return kind.equals("BASE TABLE");
        }
    }

    List<Relation> relations(QualifiedName named) {
        List<Identifier> parts = named.parts();
        return session.list(
                Sql.of(EmbeddedTargetSql.RELATION)
                        .with("name", named.last().name())
                        .with(
                                "schema",
                                parts.size() > 1 ? parts.get(parts.size() - 2).name() : null),
                row -> new Relation(name(row.text(1), row.text(2)), row.text(3)));
    }

    List<String> tables() {
        return session.list(Sql.of(EmbeddedTargetSql.TABLES), row -> row.text(1));
    }

    List<QualifiedName> all() {
        return session.list(Sql.of(EmbeddedTargetSql.READABLE), row -> name(row.text(1), row.text(2)));
    }

    TargetTable table(Relation relation) {
        QualifiedName name = relation.name();
        return new TargetTable(
                name,
                session.list(on(name, EmbeddedTargetSql.COLUMNS), EmbeddedTargets::column),
                session.list(
                        on(name, EmbeddedTargetSql.UNIQUES),
                        row -> new UniqueKey(row.text(1), row.flag(2), true, row.flag(3), Targets.names(row.text(4)))),
                session.list(
                        on(name, EmbeddedTargetSql.RULES),
                        row -> new Rule(
                                row.text(1), row.text(2).replaceAll("\\s*\\R\\s*", " "), Targets.names(row.text(3)))),
                session.list(on(name, EmbeddedTargetSql.REFERENCES), row -> {
                    QualifiedName other = name(row.text(3), row.text(4));
                    return new Reference(
                            row.text(1),
                            Targets.names(row.text(2)),
                            other.quoted(),
                            Targets.names(row.text(5)),
                            other.equals(name));
                }));
    }

    private static TargetColumn column(Row row) {
        boolean domain = row.textOrNull(3) != null;
        String type = castable(row.text(4));
        return new TargetColumn(
                Identifier.of(row.text(1)),
                domain ? name(row.text(2), row.text(3)).quoted() : type,
                WideType.of(type),
                (int) row.number(9),
                row.flag(5),
                row.flag(6),
                "DEFAULT",
                row.flag(7),
                row.flag(8),
                "",
                domain);
    }

    /** Returns a type that a cast takes in PostgreSQL's mode, which does not know these two. */
    private static String castable(String type) {
        return type.replaceFirst("^VARCHAR_IGNORECASE", "CHARACTER VARYING").replaceFirst("^TINYINT", "SMALLINT");
    }

    private static QualifiedName name(String schema, String table) {
        return new QualifiedName(List.of(Identifier.of(schema), Identifier.of(table)));
    }

    private static Sql on(QualifiedName name, String sql) {
        return Sql.of(sql)
                .with("schema", name.parts().get(0).name())
                .with("table", name.last().name());
    }
}
