package dev.oneoff.ledger;

import java.util.List;

/** The table of imports in batches. {@code %1$s} is the schema, quoted, with its dot. */
final class MarkTables {

    /**
     * How far a file, by its digest, has come into a table, whether its rows are found again by a key, and whether that was undone
     * since; written with each batch. The terms are the options that decide what becomes of its rows.
     */
    static final List<String> CREATED = List.of("""
            CREATE TABLE IF NOT EXISTS %1$soneoff_import_mark (
                target      VARCHAR(200) NOT NULL,
                sha256      VARCHAR(64) NOT NULL,
                run_id      VARCHAR(40) NOT NULL,
                state       VARCHAR(20) NOT NULL,
                row_count   BIGINT NOT NULL,
                line        BIGINT NOT NULL,
                batches     BIGINT NOT NULL,
                inserted    BIGINT NOT NULL,
                updated     BIGINT NOT NULL,
                unchanged   BIGINT NOT NULL,
                passed      BIGINT NOT NULL,
                keyed       BOOLEAN NOT NULL,
                terms       VARCHAR NOT NULL,
                began_at    TIMESTAMP WITH TIME ZONE NOT NULL,
                changed_at  TIMESTAMP WITH TIME ZONE NOT NULL,
                PRIMARY KEY (target, sha256))""");

    private MarkTables() {}
}
