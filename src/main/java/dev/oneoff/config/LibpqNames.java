package dev.oneoff.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * libpq's settings (PostgreSQL manual, 34.1.2) in pgjdbc's words. pgjdbc accepts libpq's names and ignores them without
 * a word, so a security option would vanish; here each one is translated, left out with a warning, or refused.
 */
final class LibpqNames {

    /** The same thing under another name. */
    private static final Map<String, String> RENAMED = Map.ofEntries(
            Map.entry("sslmode", "sslmode"),
            Map.entry("sslcert", "sslcert"),
            Map.entry("sslkey", "sslkey"),
            Map.entry("sslpassword", "sslpassword"),
            Map.entry("sslnegotiation", "sslNegotiation"),
            Map.entry("channel_binding", "channelBinding"),
            Map.entry("require_auth", "requireAuth"),
            Map.entry("application_name", "ApplicationName"),
            Map.entry("connect_timeout", "connectTimeout"),
            Map.entry("gssencmode", "gssEncMode"),
            Map.entry("krbsrvname", "kerberosServerName"),
            Map.entry("options", "options"),
            Map.entry("schema", "currentSchema"));

    private static final Map<String, String> SESSIONS = Map.of(
            "any", "any",
            "read-write", "primary",
            "primary", "primary",
            "read-only", "secondary",
            "standby", "secondary",
            "prefer-standby", "preferSecondary");

    /** Settings of connection pools in front of us, and what cannot differ here: read, not handed on. */
    private static final List<String> WITHOUT_MEANING =
            List.of("connection_limit", "pool_timeout", "pool", "statement_cache_size", "fallback_application_name");

    private static final List<String> OTHERS = List.of(
            "host",
            "port",
            "dbname",
            "user",
            "password",
            "sslrootcert",
            "target_session_attrs",
            "load_balance_hosts",
            "keepalives",
            "pgbouncer");

    private LibpqNames() {}

    /** Takes one setting, decoded. */
    static void take(String name, String value, PostgresDraft draft) {
        switch (name) {
            case "host", "port", "dbname", "user", "password" -> draft.place(name, value);
            case "sslrootcert" -> rootCertificate(value, draft);
            case "ssl" -> choice(name, value, Map.of("true", "require"), "sslmode", draft);
            case "sslcompression" -> choice(name, value, Map.of("0", ""), "", draft);
            case "sslsni" -> choice(name, value, Map.of("1", ""), "", draft);
            case "target_session_attrs" -> choice(name, value, SESSIONS, "targetServerType", draft);
            case "load_balance_hosts" ->
                choice(name, value, Map.of("random", "true", "disable", "false"), "loadBalanceHosts", draft);
            case "keepalives" -> choice(name, value, Map.of("1", "true", "0", "false"), "tcpKeepAlive", draft);
            case "pgbouncer" -> {
                if (value.equals("true")) {
                    draft.pooled();
                }
            }
            default -> byName(name, value, draft);
        }
    }

    private static void byName(String name, String value, PostgresDraft draft) {
        String renamed = RENAMED.get(name);
        if (renamed != null) {
            draft.property(renamed, name.equals("connect_timeout") && value.startsWith("-") ? "0" : value, name);
            return;
        }
        if (name.equals("hostaddr") || name.equals("service")) {
            throw draft.problem(name + " is not supported", "Give the server as host.");
        }
        String lower = Text.lower(name);
        if (lower.startsWith("ssl") || lower.startsWith("channel") || lower.startsWith("require")) {
            throw draft.problem(
                    draft.spoken() + " is a security setting the JDBC driver does not have" + suggestion(name),
                    "Correct or remove it; it is not left out silently.");
        }
        if (!WITHOUT_MEANING.contains(name)) {
            draft.warn(draft.spoken() + " is not handed to the driver" + suggestion(name));
        }
    }

    private static void rootCertificate(String value, PostgresDraft draft) {
        if (value.equals("system")) {
            draft.trustSystem();
        } else {
            draft.property("sslrootcert", value, "sslrootcert");
        }
    }

    private static void choice(
            String name, String value, Map<String, String> choices, String property, PostgresDraft draft) {
        String chosen = choices.get(value);
        if (chosen == null) {
            throw draft.problem(
                    name + " has a value it cannot have",
                    "One of: "
                            + String.join(
                                    ", ", choices.keySet().stream().sorted().toList()) + ".");
        }
        if (!property.isEmpty()) {
            draft.property(property, chosen, name);
        }
    }

    private static String suggestion(String name) {
        List<String> known = new ArrayList<>(RENAMED.keySet());
        known.addAll(OTHERS);
        known.sort(null);
        return Nearest.to(name, known)
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
    }
}
