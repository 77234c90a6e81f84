package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.transfer.target.TargetTable;

/** Whether it is known what rows become before they are updated: what the file says, where nobody else has a say. */
record Foreseeing(Session session, TargetTable table) {

    // Bits of tgtype, src/include/catalog/pg_trigger.h: for each row, before, INSERT or UPDATE: a row that moves to
    // another
    // partition is inserted there.
    private static final String NOBODY_ELSE = """
            SELECT NOT EXISTS (
                SELECT
                FROM pg_catalog.pg_trigger t
                WHERE (t.tgrelid = c.oid OR t.tgrelid IN (
                        SELECT CAST(p.relid AS oid) FROM pg_catalog.pg_partition_tree(CAST(c.oid AS regclass)) p))
                  AND t.tgenabled <> 'D'
                  AND t.tgtype & 3 = 3
                  AND t.tgtype & 20 <> 0)
            FROM pg_catalog.pg_class c
            WHERE c.oid = CAST(:name AS regclass)""";

    /** Says whether, for now, a row becomes what an UPDATE sets. */
    boolean possible() {
        return session.list(Sql.of(NOBODY_ELSE).with("name", table.name().quoted()), row -> row.flag(1))
                .get(0);
    }
}
