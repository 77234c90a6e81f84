package dev.oneoff.pace;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;

/**
 * What the server's statistics know of a table.
 *
 * @param live rows that can be seen
 * @param dead old versions that take up room until a VACUUM
 */
record Rows(long live, long dead) {

    static Rows of(Session session, String table) {
        return session.list(Sql.of(PaceSql.DEAD).with("table", table), row -> new Rows(row.number(1), row.number(2)))
                .get(0);
    }
}
