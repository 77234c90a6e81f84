package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Finds the rows that the table does not take for what only writing them tells, a trigger or an exclusion constraint: what
 * fails is halved until it is one row. What passes stays written meanwhile, since a row may be in the way of a later one.
 */
record Bisecting(Session session, BiConsumer<Long, Long> writing) {

    /** Nobody reads more of them, and each costs as many statements as the file can be halved. */
    private static final int MOST = 100;

    private static final String REJECT = """
            INSERT INTO oneoff_reject (line, place, code, reason)
            VALUES (:line, 0, :code, :reason)""";

    private static final String MIDDLE = """
            SELECT count(*), coalesce(percentile_disc(0.5) WITHIN GROUP (ORDER BY line), 0)
            FROM oneoff_plan
            WHERE act IN ('insert', 'update')
              AND line BETWEEN :from AND :to""";

    private record Middle(long rows, long line) {}

    /** Says whether an error may be one row's. */
    static boolean ofARow(OneoffException e) {
        String state = e.failure().fact("sqlState").orElse("");
        return e.kind() == FailureKind.STEP_FAILED
                && (state.startsWith("22")
                        || state.startsWith("23")
                        || state.startsWith("P0")
                        || state.startsWith("44"));
    }

    /** Rejects the rows; returns how many it found. */
    int find() {
        session.execute("SAVEPOINT oneoff_bisecting");
        List<Found> found = new ArrayList<>();
        find(0, Long.MAX_VALUE, found);
        session.execute("ROLLBACK TO SAVEPOINT oneoff_bisecting");
        found.forEach(row -> session.update(
                Sql.of(REJECT).with("line", row.line()).with("code", row.code()).with("reason", row.reason())));
        return found.size();
    }

    private record Found(long line, String code, String reason) {}

    private void find(long from, long to, List<Found> found) {
        Middle middle = session.list(
                        Sql.of(MIDDLE).with("from", from).with("to", to),
                        row -> new Middle(row.number(1), row.number(2)))
                .get(0);
        if (middle.rows == 0 || found.size() == MOST) {
            return;
        }
        session.execute("SAVEPOINT oneoff_half");
        try {
            writing.accept(from, to);
            session.execute("SET CONSTRAINTS ALL IMMEDIATE");
            session.execute("RELEASE SAVEPOINT oneoff_half");
        } catch (OneoffException e) {
            if (!ofARow(e)) {
                throw e;
            }
            session.execute("ROLLBACK TO SAVEPOINT oneoff_half");
            if (middle.rows == 1) {
                found.add(new Found(middle.line, code(e), reason(e)));
                return;
            }
            find(from, middle.line, found);
            find(middle.line + 1, to, found);
        }
    }

    /** The server's words alone; what they begin with, such as ERROR, is in its own language. */
    private String reason(OneoffException e) {
        return e.getCause() instanceof SQLException error
                ? session.errors().text(error).replaceFirst("^\\p{L}+: ", "")
                : e.failure().title();
    }

    private static String code(OneoffException e) {
        return switch (e.failure().fact("sqlState").orElse("")) {
            case "23P01" -> "exclusion";
            case "23505" -> "unique-in-table";
            case "23503" -> "fk-missing";
            case "23514" -> "check";
            case "23502" -> "not-null";
            default -> "other";
        };
    }
}
