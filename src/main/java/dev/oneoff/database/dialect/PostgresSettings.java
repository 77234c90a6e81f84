package dev.oneoff.database.dialect;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What a session of ours sets at the server, as items of a select list: they need no round trip of their own. */
final class PostgresSettings {

    private static final int CHECKS_CLIENT_SINCE = 14;

    private final Map<String, String> values = new LinkedHashMap<>();

    /**
     * Gathers the settings.
     *
     * @param majorVersion the server's
     * @param keepAlive whether the server is to look for a lost host
     */
    PostgresSettings(int majorVersion, boolean keepAlive) {
        values.put("TimeZone", "UTC");
        values.put("DateStyle", "ISO");
        values.put("IntervalStyle", "postgres");
        values.put("bytea_output", "hex");
        // Statements are read by this rule, and parameters are written by it.
        values.put("standard_conforming_strings", "on");
        // Types are known by their names as the catalogue shows them.
        values.put("quote_all_identifiers", "off");
        if (majorVersion >= CHECKS_CLIENT_SINCE) {
            // Without it the server goes on with a statement whose client was killed, and keeps its locks.
            values.put("client_connection_check_interval", "2s");
        }
        if (keepAlive) {
            // A lost host, seen from the server: it may then drop our session, and the locks with it.
            values.put("tcp_keepalives_idle", "15");
            values.put("tcp_keepalives_interval", "5");
            values.put("tcp_keepalives_count", "3");
            values.put("tcp_user_timeout", "30000");
        }
    }

    /** Adds that the server refuses to write. */
    PostgresSettings readOnly() {
        values.put("default_transaction_read_only", "on");
        return this;
    }

    /** Adds the name the server shows. */
    PostgresSettings named(String name) {
        values.put("application_name", name.replace("'", "''"));
        return this;
    }

    /** Adds where names without a schema are looked for, as SHOW gives it. */
    PostgresSettings searching(String path) {
        values.put("search_path", path.replace("'", "''"));
        return this;
    }

    /**
     * Returns the items that put them in force.
     *
     * @param local a condition in SQL: where it holds, they end with the transaction
     */
    String items(String local) {
        return values.entrySet().stream()
                .map(setting ->
                        "pg_catalog.set_config('%s', '%s', %s)".formatted(setting.getKey(), setting.getValue(), local))
                .collect(Collectors.joining(", "));
    }
}
