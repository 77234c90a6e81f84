package dev.oneoff.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds which variable says where the database is: the first one that is set, even to nothing. */
final class DatabaseSources {

    private static final List<String> DIRECT =
            List.of("DIRECT_URL", "DATABASE_URL_UNPOOLED", "POSTGRES_URL_NON_POOLING");

    private static final List<String> URLS = List.of("DATABASE_URL", "JDBC_DATABASE_URL", "SPRING_DATASOURCE_URL");

    private static final String FOLLOWER = "FOLLOWER_URL";

    private final Environment environment;
    private final Surroundings surroundings;
    private final Variables variables;
    private final List<String> notices = new ArrayList<>();

    DatabaseSources(Environment environment, AppFolder app) {
        this.environment = environment;
        this.surroundings = Surroundings.of(environment, app);
        this.variables = new Variables(environment);
    }

    /** Returns the address; adds every problem and returns empty where there is none. */
    Optional<DatabaseUrl> find(Problems problems) {
        for (String name : DIRECT) {
            if (variables.isSet(name)) {
                String other = variables.isSet("DATABASE_URL") ? " rather than DATABASE_URL" : "";
                notices.add("Using " + name + other + ": a direct connection comes first");
                return problems.attempt(() -> url(name));
            }
        }
        for (String name : URLS) {
            if (variables.isSet(name)) {
                return problems.attempt(() -> url(name));
            }
        }
        if (variables.isSet("PGHOST")) {
            return problems.attempt(() -> postgresVariables(problems));
        }
        return problems.attempt(this::embedded);
    }

    /** Returns the address of a server that follows the database; adds every problem and returns empty where there is none. */
    Optional<PostgresAddress> follower(Problems problems) {
        return variables.isSet(FOLLOWER) ? problems.attempt(this::readFollower) : Optional.empty();
    }

    private PostgresAddress readFollower() {
        DatabaseUrl url = url(FOLLOWER);
        if (url.address() instanceof PostgresAddress address) {
            notices.addAll(url.warnings());
            return address;
        }
        throw Problems.problem(FOLLOWER, "only a PostgreSQL server can follow another", DatabaseUrl.FORMS);
    }

    /** Returns what is worth a line, after {@link #find}. */
    List<String> notices() {
        return notices;
    }

    private DatabaseUrl url(String name) {
        Variables.Said said = variables.read(name).orElseThrow();
        return DatabaseUrl.parse(said.text().reveal(), said.name(), credentials(name));
    }

    /** Two of the sources have user and password beside the URL; what stands in the URL holds, as with the drivers. */
    private Surroundings credentials(String name) {
        if (!name.equals("JDBC_DATABASE_URL") && !name.equals("SPRING_DATASOURCE_URL")) {
            return surroundings;
        }
        String stem = name.substring(0, name.length() - "URL".length());
        return surroundings.with(filled(stem + "USERNAME").map(Secret::reveal), filled(stem + "PASSWORD"));
    }

    private Optional<Secret> filled(String name) {
        return variables
                .read(name)
                .map(Variables.Said::text)
                .filter(text -> !text.reveal().isEmpty());
    }

    private DatabaseUrl postgresVariables(Problems problems) {
        if (variables.read("PGHOST").orElseThrow().text().reveal().isBlank()) {
            throw Problems.problem("PGHOST", "set, but empty", "Unset it or give it a host name.");
        }
        return new PostgresVariables(environment, problems).read(surroundings);
    }

    private DatabaseUrl embedded() {
        Optional<String> reason = Production.reasonAgainstEmbedded(environment);
        if (reason.isPresent()) {
            throw Problems.problem(
                    "DATABASE_URL",
                    "not set, and " + reason.get() + ", where the embedded development database is not used",
                    "Set DATABASE_URL. " + DatabaseUrl.FORMS);
        }
        notices.add("No DATABASE_URL: using the embedded database .oneoff/dev");
        return new DatabaseUrl(H2Url.byDefault(surroundings), List.of());
    }
}
