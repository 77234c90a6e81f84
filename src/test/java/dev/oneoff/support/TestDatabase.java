package dev.oneoff.support;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * A database of one test: empty when made, dropped when closed. {@link #create()} is PostgreSQL and fails where no server
 * can be had; {@link #h2(Path)} is the embedded database of an application's folder.
 */
public final class TestDatabase implements AutoCloseable {

    /** How oneoff opens the embedded database; in an application's folder it is the file {@code .oneoff/dev}. */
    private static final String H2_SETTINGS =
            ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;TRACE_LEVEL_FILE=0";

    /** Members of this role need their password; on a server of {@code ONEOFF_TEST_URL}, pg_hba.conf has to say so. */
    static final String PASSWORD_ROLE = "oneoff_password";

    private final String name;
    private final String url;
    private final String jdbcUrl;
    private final boolean droppable;

    private TestDatabase(String name, String url, String jdbcUrl, boolean droppable) {
        this.name = name;
        this.url = url;
        this.jdbcUrl = jdbcUrl;
        this.droppable = droppable;
    }

    /** Creates a database on the PostgreSQL server that this JVM's tests share. */
    public static TestDatabase create() throws SQLException {
        PostgresServer server = PostgresServer.shared();
        String name = "t_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        onServer("CREATE DATABASE " + name);
        return new TestDatabase(name, server.url(name), server.jdbcUrl(name), true);
    }

    /** Returns the embedded database of an application's folder, which H2 creates with the first connection. */
    public static TestDatabase h2(Path applicationFolder) {
        return h2(applicationFolder, "");
    }

    /** Returns the embedded database of an application's folder, with a password. */
    public static TestDatabase h2(Path applicationFolder, String password) {
        String file = applicationFolder
                .resolve(".oneoff")
                .resolve("dev")
                .toAbsolutePath()
                .toString();
        String jdbcUrl = "jdbc:h2:file:" + file + H2_SETTINGS;
        return new TestDatabase("dev", "jdbc:h2:file:" + file, jdbcUrl + ";USER=sa;PASSWORD=" + password, false);
    }

    /**
     * Creates a role of the database's own name that needs its password and may do nothing; dropped with the database.
     * Before PostgreSQL 15 everybody could create in the schema {@code public}: here nobody can.
     *
     * @return what goes into {@code DATABASE_URL}
     */
    public String urlOfRoleWith(String password) throws SQLException {
        execute(
                """
                DO $$
                BEGIN
                    CREATE ROLE oneoff_password;
                EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
                END $$""",
                "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
                "CREATE ROLE %s LOGIN PASSWORD '%s' IN ROLE %s".formatted(name, password, PASSWORD_ROLE));
        return url.replaceFirst("//[^@]*@", "//" + name + ":" + password + "@");
    }

    /** Returns the bare name, as {@code current_database()} would. */
    public String name() {
        return name;
    }

    /** Returns what goes into {@code DATABASE_URL}: {@code postgres://user@host:port/name}. */
    public String url() {
        return url;
    }

    /** Returns a JDBC URL that carries the user and the password. */
    public String jdbcUrl() {
        return jdbcUrl;
    }

    /** Opens a connection in autocommit mode. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl);
    }

    /** Runs statements in one connection, each committed by itself. */
    public void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Runs one statement and returns its rows, columns joined by {@code " | "}, null as {@code NULL}; none if it has no rows. */
    public List<String> query(String sql) throws SQLException {
        try (Connection connection = connect()) {
            return query(connection, sql);
        }
    }

    /**
     * Polls until a query answers these rows; fails after 30 seconds. Over one connection: to open one for each look takes a
     * core away from what is waited for. So not for the embedded database, which would be locked meanwhile.
     */
    public void await(String sql, String... rows) throws SQLException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        try (Connection connection = connect()) {
            List<String> answer = query(connection, sql);
            while (!answer.equals(List.of(rows))) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("still %s for %s".formatted(answer, sql));
                }
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
                answer = query(connection, sql);
            }
        }
    }

    private static List<String> query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql) ? rows(statement.getResultSet()) : List.of();
        }
    }

    private static List<String> rows(ResultSet result) throws SQLException {
        int columns = result.getMetaData().getColumnCount();
        List<String> rows = new ArrayList<>();
        while (result.next()) {
            StringJoiner row = new StringJoiner(" | ");
            for (int column = 1; column <= columns; column++) {
                row.add(Objects.toString(result.getString(column), "NULL"));
            }
            rows.add(row.toString());
        }
        return rows;
    }

    /** Drops the database, whoever is still connected. */
    @Override
    public void close() throws SQLException {
        if (droppable) {
            onServer("DROP DATABASE " + name + " WITH (FORCE)", "DROP ROLE IF EXISTS " + name);
        }
    }

    private static void onServer(String... statements) throws SQLException {
        PostgresServer server = PostgresServer.shared();
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(server.database()));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
