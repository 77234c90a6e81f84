package dev.oneoff.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The server that the tests of one JVM share: the one of {@code ONEOFF_TEST_URL}, else binaries from the Maven repository,
 * started on a free port of 127.0.0.1 and stopped with the JVM.
 *
 * @param userInfo {@code user} or {@code user:password}, percent-encoded as in a URL
 * @param address {@code host} or {@code host:port}
 * @param database where databases are created from
 * @param parameters {@code ?name=value&...} or empty
 */
record PostgresServer(String userInfo, String address, String database, String parameters) {

    private static final Pattern URL =
            Pattern.compile("(?:postgres|postgresql)://([^@/]+)@([^@/?]+)/([^?]+)(\\?.*)?", Pattern.DOTALL);

    private static final class Shared {
        static final PostgresServer SERVER = choose(System.getenv("ONEOFF_TEST_URL"));
    }

    static PostgresServer shared() {
        return Shared.SERVER;
    }

    private static PostgresServer choose(@Nullable String url) {
        return url == null || url.isBlank() ? start() : parse(url);
    }

    static PostgresServer parse(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new IllegalStateException(
                    "ONEOFF_TEST_URL is not of the form postgres://user:password@host:port/database");
        }
        String parameters = parts.group(4);
        return new PostgresServer(parts.group(1), parts.group(2), parts.group(3), parameters == null ? "" : parameters);
    }

    // Members of the role need their password; everybody else is trusted.
    private static final String ACCESS = """
            local all all trust
            host all +%s all scram-sha-256
            host all all all trust
            """.formatted(TestDatabase.PASSWORD_ROLE);

    // A database is three hundred files, and a test makes one: the disk takes ten times as long for them as memory.
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long ROOM = 2L << 30;

    /** Returns a new folder for the server's files, in one that is cleared of those of servers that are gone. */
    private static Path data() throws IOException {
        boolean roomy = Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() >= ROOM;
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Path home = (roomy ? MEMORY : temporary).resolve("oneoff-tests-" + System.getProperty("user.name"));
        System.setProperty("ot.epg.working-dir", home.toString());
        return Files.createTempDirectory(Files.createDirectories(home), "server");
    }

    private static PostgresServer start() {
        System.setProperty("org.slf4j.simpleLogger.log.io.zonky", "warn");
        System.setProperty("org.slf4j.simpleLogger.log.pg_ctl", "warn");
        try {
            Path access = Files.writeString(Files.createTempFile("pg_hba", ".conf"), ACCESS);
            access.toFile().deleteOnExit();
            Path data = data();
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setPGStartupWait(Duration.ofMinutes(1))
                    // Programs may not be run from memory everywhere.
                    .setOverrideWorkingDirectory(new File(System.getProperty("java.io.tmpdir"), "embedded-pg"))
                    .setServerConfig("hba_file", access.toString())
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("max_connections", "200")
                    // The default only since PostgreSQL 14.
                    .setServerConfig("password_encryption", "scram-sha-256")
                    .setServerConfig("fsync", "off")
                    .setServerConfig("full_page_writes", "off")
                    .setServerConfig("max_wal_size", "256MB")
                    .start();
            return new PostgresServer("postgres", "127.0.0.1:" + server.getPort(), "postgres", "");
        } catch (IOException | IllegalStateException e) {
            throw new IllegalStateException("""
                    No PostgreSQL server for the tests: the embedded one did not start. Name a server where databases \
                    may be created: ONEOFF_TEST_URL=postgres://user:password@127.0.0.1:5432/postgres mvn verify""", e);
        }
    }

    String url(String name) {
        return "postgres://%s@%s/%s%s".formatted(userInfo, address, name, parameters);
    }

    String jdbcUrl(String name) {
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? "" : "&password=" + userInfo.substring(colon + 1);
        String more = parameters.isEmpty() ? "" : "&" + parameters.substring(1);
        return "jdbc:postgresql://%s/%s?user=%s%s%s".formatted(address, name, user, password, more);
    }
}
