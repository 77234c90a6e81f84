package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.sql.Identifier;
import dev.oneoff.transfer.target.TargetTable;

/** Rules that do something else instead of what they are told, and count it as that: as many rows as the plan's say nothing. */
record Rewrites(Session session, TargetTable table) {

    // INSERT is 3, UPDATE 2, DELETE 4 (manual, pg_rewrite).
    private static final String INSTEAD = """
            SELECT
                CAST(r.rulename AS text),
                CASE r.ev_type WHEN '2' THEN 'UPDATE' WHEN '3' THEN 'INSERT' ELSE 'DELETE' END
            FROM pg_catalog.pg_rewrite r
            WHERE r.ev_class = CAST(:table AS regclass)
              AND r.is_instead
              AND r.ev_enabled IN ('O', 'A')
              AND strpos(:events, CAST(r.ev_type AS text)) > 0
            ORDER BY r.rulename""";

    private record Instead(String name, String of) {}

    /**
     * Refuses a table whose rows would not be what an import writes.
     *
     * @throws OneoffException REFUSED with the rule's name
     */
    void require(ImportMode mode) {
        String events = switch (mode) {
            case INSERT -> "3";
            case UPDATE -> "2";
            case UPSERT -> "23";
            case REPLACE -> "234";
        };
        session
                .list(
                        Sql.of(INSTEAD).with("table", table.name().quoted()).with("events", events),
                        row -> new Instead(row.text(1), row.text(2)))
                .stream()
                .findFirst()
                .ifPresent(rule -> {
                    throw new OneoffException(
                            FailureKind.REFUSED,
                            "The rule " + rule.name() + " of " + table.shown() + " does something else on " + rule.of()
                                    + ", so the table would not be as the file says.",
                            "Import into the table that it writes to, or: ALTER TABLE "
                                    + table.name().quoted() + " DISABLE RULE "
                                    + Identifier.of(rule.name()).quoted());
                });
    }
}
