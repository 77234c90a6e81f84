package dev.oneoff.ledger;

import java.util.List;

/** The tables of data fixes. {@code %1$s} is the schema, quoted, with its dot. */
final class FixTables {

    /**
     * A fix and where it stands; what a step does and by which columns its rows are found again; the part of a table that
     * one worker walks along, with its cursor; rows set aside; old and new values; values that a revert left as they are, by
     * the place of their row in an image (a key may be too long for an index) and their column, 0 for the whole row.
     */
    static final List<String> CREATED = List.of("""
            CREATE TABLE IF NOT EXISTS %1$soneoff_fix (
                id          VARCHAR(200) NOT NULL,
                generation  INTEGER NOT NULL,
                checksum    VARCHAR(64) NOT NULL,
                script      VARCHAR NOT NULL,
                why         VARCHAR NOT NULL,
                state       VARCHAR(40) NOT NULL,
                began_at    TIMESTAMP WITH TIME ZONE NOT NULL,
                changed_at  TIMESTAMP WITH TIME ZONE NOT NULL,
                run_id      VARCHAR(40) NOT NULL,
                reason      VARCHAR,
                PRIMARY KEY (id, generation))""", """
            CREATE TABLE IF NOT EXISTS %1$soneoff_fix_step (
                fix_id      VARCHAR(200) NOT NULL,
                generation  INTEGER NOT NULL,
                step        INTEGER NOT NULL,
                form        VARCHAR(20) NOT NULL,
                target      VARCHAR NOT NULL,
                key_columns VARCHAR NOT NULL,
                columns     VARCHAR NOT NULL,
                PRIMARY KEY (fix_id, generation, step))""", """
            CREATE TABLE IF NOT EXISTS %1$soneoff_fix_chunk (
                fix_id       VARCHAR(200) NOT NULL,
                generation   INTEGER NOT NULL,
                step         INTEGER NOT NULL,
                chunk        INTEGER NOT NULL,
                done         BOOLEAN NOT NULL,
                last_key     VARCHAR,
                reached      VARCHAR,
                fence        BIGINT NOT NULL,
                lease_until  TIMESTAMP WITH TIME ZONE,
                holder       VARCHAR(40),
                changed      BIGINT NOT NULL,
                unchanged    BIGINT NOT NULL,
                batches      BIGINT NOT NULL,
                PRIMARY KEY (fix_id, generation, step, chunk))""", """
            CREATE TABLE IF NOT EXISTS %1$soneoff_fix_reject (
                fix_id       VARCHAR(200) NOT NULL,
                generation   INTEGER NOT NULL,
                step         INTEGER NOT NULL,
                row_key      VARCHAR NOT NULL,
                sql_state    VARCHAR(10) NOT NULL,
                message      VARCHAR NOT NULL,
                rejected_at  TIMESTAMP WITH TIME ZONE NOT NULL,
                PRIMARY KEY (fix_id, generation, step, row_key))""", """
            CREATE TABLE IF NOT EXISTS %1$soneoff_image (
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
            CREATE TABLE IF NOT EXISTS %1$soneoff_fix_conflict (
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

    /**
     * What a fix was given: the values of its parameters and what its check found before the first batch, both JSON arrays,
     * and where its rows come from, for people; the keys of a worklist, or the rows of a file, in the order they are worked
     * off, each a JSON array of texts. Tables of their own: whoever only reads may meet a ledger that has none of them yet.
     */
    static final List<String> WITH_WORK = List.of("""
            CREATE TABLE IF NOT EXISTS %1$soneoff_fix_input (
                fix_id      VARCHAR(200) NOT NULL,
                generation  INTEGER NOT NULL,
                params      VARCHAR,
                checked     VARCHAR,
                source      VARCHAR,
                PRIMARY KEY (fix_id, generation))""", """
            CREATE TABLE IF NOT EXISTS %1$soneoff_fix_work (
                fix_id      VARCHAR(200) NOT NULL,
                generation  INTEGER NOT NULL,
                place       BIGINT NOT NULL,
                content     VARCHAR NOT NULL,
                PRIMARY KEY (fix_id, generation, place))""");

    private FixTables() {}
}
