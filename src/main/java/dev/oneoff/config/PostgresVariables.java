package dev.oneoff.config;

import java.util.Map;

/** Reads libpq's variables (PostgreSQL manual, 34.15); they count only if {@code PGHOST} is set. */
final class PostgresVariables {

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("PGHOST", "host"),
            Map.entry("PGPORT", "port"),
            Map.entry("PGDATABASE", "dbname"),
            Map.entry("PGUSER", "user"),
            Map.entry("PGPASSWORD", "password"),
            Map.entry("PGSSLMODE", "sslmode"),
            Map.entry("PGSSLROOTCERT", "sslrootcert"),
            Map.entry("PGSSLCERT", "sslcert"),
            Map.entry("PGSSLKEY", "sslkey"),
            Map.entry("PGSSLNEGOTIATION", "sslnegotiation"),
            Map.entry("PGSSLSNI", "sslsni"),
            Map.entry("PGSSLCOMPRESSION", "sslcompression"),
            Map.entry("PGCHANNELBINDING", "channel_binding"),
            Map.entry("PGREQUIREAUTH", "require_auth"),
            Map.entry("PGOPTIONS", "options"),
            Map.entry("PGAPPNAME", "application_name"),
            Map.entry("PGCONNECT_TIMEOUT", "connect_timeout"),
            Map.entry("PGTARGETSESSIONATTRS", "target_session_attrs"),
            Map.entry("PGLOADBALANCEHOSTS", "load_balance_hosts"),
            Map.entry("PGGSSENCMODE", "gssencmode"),
            Map.entry("PGKRBSRVNAME", "krbsrvname"));

    private final Environment environment;
    private final Problems problems;

    PostgresVariables(Environment environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    /** Returns the address, {@code PGHOST} being set; adds every problem it finds. */
    DatabaseUrl read(Surroundings surroundings) {
        Variables variables = new Variables(environment);
        PostgresDraft draft = new PostgresDraft("PGHOST");
        for (String name : NAMES.keySet().stream().sorted().toList()) {
            problems.attempt(() -> variables.read(name))
                    .flatMap(said -> said)
                    .filter(said -> !said.text().reveal().isEmpty())
                    .ifPresent(said -> take(said, name, draft));
        }
        for (String name : environment.variables().keySet().stream().sorted().toList()) {
            problems.attempt(() -> checked(name));
        }
        return new DatabaseUrl(draft.finish(surroundings), draft.warnings());
    }

    private void take(Variables.Said said, String name, PostgresDraft draft) {
        problems.attempt(() -> {
            String text = said.text().reveal();
            if (Text.hasControl(text)) {
                throw Problems.problem(said.name(), "has a control character", "Remove it.");
            }
            LibpqNames.take(NAMES.getOrDefault(name, name), text, draft);
            return text;
        });
    }

    private static String checked(String name) {
        boolean isSecurity = name.startsWith("PGSSL") || name.startsWith("PGREQUIRE") || name.startsWith("PGCHANNEL");
        boolean isPlace = name.equals("PGHOSTADDR") || name.equals("PGSERVICE");
        String plain = name.endsWith("_FILE") ? name.substring(0, name.length() - "_FILE".length()) : name;
        if ((isSecurity || isPlace) && !NAMES.containsKey(plain)) {
            throw Problems.problem(
                    name,
                    "the JDBC driver has nothing like it, and it must not vanish silently",
                    "Unset it, or give the address as DATABASE_URL.");
        }
        return name;
    }
}
