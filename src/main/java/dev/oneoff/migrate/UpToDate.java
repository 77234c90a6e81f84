package dev.oneoff.migrate;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.ledger.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Remembers, in the database itself, that a changelog and a history were found to agree. The history is hashed in the
 * same SELECT that reads the memory, so a row deleted by hand, a restored backup, or anything plain Liquibase did in
 * between is seen.
 */
final class UpToDate {

    private static final String FACT = "migrate.up-to-date";

    // Every column that tells one history from another; what is NULL must not swallow its neighbours.
    private static final String HISTORY = """
            SELECT coalesce(id, '-') || '|' || coalesce(author, '-') || '|' || coalesce(filename, '-') || '|'
                || coalesce(md5sum, '-') || '|' || coalesce(exectype, '-') || '|' || coalesce(cast(orderexecuted AS VARCHAR), '-')
                AS item, orderexecuted AS place
            FROM %sdatabasechangelog""";

    private final Session session;
    private final Ledger ledger;

    UpToDate(Session session, Ledger ledger) {
        this.session = session;
        this.ledger = ledger;
    }

    /**
     * What was remembered, if it still holds.
     *
     * @param applied how many changesets the history has
     * @param warnings to be said again
     */
    record Memory(long applied, List<String> warnings) {}

    /** Returns the memory when this fingerprint and this history are the remembered ones. */
    Optional<Memory> recall(String fingerprint) {
        Sql both = Sql.of("SELECT (" + ledger.factQuery(FACT) + "), (" + digest() + "), (SELECT count(*) FROM "
                + schema() + "databasechangelog)");
        Optional<List<List<String>>> rows = session.listIfThere(
                both,
                row -> List.of(
                        Optional.ofNullable(row.textOrNull(1)).orElse(""), row.text(2), Long.toString(row.number(3))));
        return rows.flatMap(found -> found.stream().findFirst()).flatMap(found -> {
            List<String> remembered = new ArrayList<>(found.get(0).lines().toList());
            boolean same = remembered.size() >= 2
                    && remembered.get(0).equals(fingerprint)
                    && remembered.get(1).equals(found.get(1));
            return same
                    ? Optional.of(new Memory(Long.parseLong(found.get(2)), remembered.subList(2, remembered.size())))
                    : Optional.empty();
        });
    }

    /** Returns a hash of the history as it is now; to be taken before the look that finds nothing left to do. */
    String history() {
        return session.list(Sql.of(digest()), row -> row.text(1)).get(0);
    }

    /** Remembers that they agree. To be called under the lock, after a full look that found nothing left to do. */
    void remember(String fingerprint, String history, List<String> warnings, String run) {
        List<String> lines = new ArrayList<>(List.of(fingerprint, history));
        warnings.forEach(warning -> lines.add(warning.replaceAll("\\R", " ")));
        ledger.put(FACT, String.join("\n", lines), run);
    }

    void forget() {
        ledger.forget(FACT);
    }

    private String digest() {
        return session.dialect().digestOf(HISTORY.formatted(schema()));
    }

    private String schema() {
        return "\"" + session.schema().replace("\"", "\"\"") + "\".";
    }
}
