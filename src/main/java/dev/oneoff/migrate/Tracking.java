package dev.oneoff.migrate;

import dev.oneoff.sql.Identifier;
import dev.oneoff.sql.QualifiedName;
import java.util.List;

/**
 * Where Liquibase keeps its history and its lock row.
 *
 * @param schema of both tables
 * @param historyTable of the history, without the schema
 * @param lockTable of the lock row, without the schema
 */
public record Tracking(Identifier schema, Identifier historyTable, Identifier lockTable) {

    /** Returns the place they have where no setting of Liquibase says otherwise. */
    static Tracking usual(String schema) {
        return new Tracking(
                Identifier.of(schema), Identifier.of("databasechangelog"), Identifier.of("databasechangeloglock"));
    }

    /** Returns the name of the history. */
    public QualifiedName history() {
        return new QualifiedName(List.of(schema, historyTable));
    }

    /** Returns the name of the table of the lock row. */
    public QualifiedName lock() {
        return new QualifiedName(List.of(schema, lockTable));
    }
}
