package dev.oneoff.ledger;

import java.util.List;

/** The tables of imports that can be undone. {@code %1$s} is the schema, quoted, with its dot. */
final class ImportTables {

    /**
     * An import, named like its run, and where it stands, or a run that went on with the import run_id ({@code part}); what it did to the rows of its table and by which columns they are
     * found again; old and new values, and what an undo left as it is, both with the columns of those of data fixes: what puts
     * them back is the same.
     */
    static final List<String> CREATED = List.of("""
            CREATE TABLE IF NOT EXISTS %1$soneoff_import (
                id          VARCHAR(40) NOT NULL,
                generation  INTEGER NOT NULL,
                state       VARCHAR(40) NOT NULL,
                run_id      VARCHAR(40) NOT NULL,
                file        VARCHAR NOT NULL,
                sha256      VARCHAR(64) NOT NULL,
                target      VARCHAR NOT NULL,
                mode        VARCHAR(20) NOT NULL,
                changed_at  TIMESTAMP WITH TIME ZONE NOT NULL,
                PRIMARY KEY (id, generation))""", """
            CREATE TABLE IF NOT EXISTS %1$soneoff_import_step (
                import_id   VARCHAR(40) NOT NULL,
                generation  INTEGER NOT NULL,
                step        INTEGER NOT NULL,
                form        VARCHAR(20) NOT NULL,
                target      VARCHAR NOT NULL,
                key_columns VARCHAR NOT NULL,
                columns     VARCHAR NOT NULL,
                row_count   BIGINT NOT NULL,
                PRIMARY KEY (import_id, generation, step))""", """
            CREATE TABLE IF NOT EXISTS %1$soneoff_import_image (
                fix_id      VARCHAR(200) NOT NULL,
                generation  INTEGER NOT NULL,
                step        INTEGER NOT NULL,
                chunk       INTEGER NOT NULL,
                batch       BIGINT NOT NULL,
                part        INTEGER NOT NULL,
                row_count   INTEGER NOT NULL,
                content     VARCHAR NOT NULL,
                written_at  TIMESTAMP WITH TIME ZONE NOT NULL,
                reverted    BOOLEAN NOT NULL,
                PRIMARY KEY (fix_id, generation, step, chunk, batch, part))""", """
            CREATE TABLE IF NOT EXISTS %1$soneoff_import_conflict (
                fix_id         VARCHAR(200) NOT NULL,
                generation     INTEGER NOT NULL,
                step           INTEGER NOT NULL,
                chunk          INTEGER NOT NULL,
                batch          BIGINT NOT NULL,
                part           INTEGER NOT NULL,
                place          BIGINT NOT NULL,
                column_number  INTEGER NOT NULL,
                column_name    VARCHAR,
                row_key        VARCHAR NOT NULL,
                kind           VARCHAR(20) NOT NULL,
                found          VARCHAR,
                run_id         VARCHAR(40) NOT NULL,
                PRIMARY KEY (fix_id, generation, step, chunk, batch, part, place, column_number))""");

    private ImportTables() {}
}
