package dev.oneoff.transfer.export;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.run.Cancellation;
import java.time.Instant;

/**
 * What everything is read in: one transaction that sees one state and cannot write.
 *
 * @param taken by the server's clock
 * @param cancellation what may stop the work in it
 */
record Snapshot(Session session, Instant taken, Cancellation cancellation) {

    private static final String PINNED = """
            SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
            SET LOCAL TimeZone = 'UTC';
            SET LOCAL DateStyle = 'ISO, YMD';
            SET LOCAL IntervalStyle = 'postgres';
            SET LOCAL bytea_output = 'hex';
            SET LOCAL extra_float_digits = 3;
            SET LOCAL row_security = off""";

    /** Takes it; a transaction must have begun, with nothing read yet. */
    static Snapshot take(Session session, Cancellation cancellation) {
        // Whoever has an embedded database open is alone with it.
        if (!session.dialect().embedded()) {
            session.execute(PINNED);
        }
        // The first statement that reads is what the snapshot is taken for.
        Instant taken = session.list(Sql.of("SELECT CURRENT_TIMESTAMP"), row -> row.instant(1))
                .get(0);
        return new Snapshot(session, taken, cancellation);
    }
}
