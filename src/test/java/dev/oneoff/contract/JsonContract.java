package dev.oneoff.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.Launcher;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Every command and every kind of failure with {@code --output json --verbose}: stdout is one object that matches the
 * published schema, the exit code is the one it names, and the password is nowhere to be seen.
 */
@Execution(ExecutionMode.CONCURRENT)
abstract class JsonContract extends JsonAnswers {

    private static final String GOOD = """
            --liquibase formatted sql
            --changeset ada:one
            CREATE TABLE one (id INT);
            --rollback DROP TABLE one;
            --changeset ada:two
            CREATE TABLE two (id INT);
            --rollback DROP TABLE two;
            """;

    /** Makes the database whose address has the password. */
    abstract TestDatabase database(Path folder) throws SQLException;

    /** Returns what goes into DATABASE_URL, with that password. */
    abstract String url(TestDatabase database, String password) throws SQLException;

    /** Holds the lock until it is closed. */
    abstract AutoCloseable locked(TestDatabase database) throws SQLException;

    @Test
    void everyCommandAndEveryFailureAnswersWithOneObjectThatMatchesTheSchema() throws Exception {
        try (TestDatabase database = database(app)) {
            String url = url(database, PASSWORD);
            Launcher launcher = Launcher.dist().in(app).env("DATABASE_URL", url);
            migrating(launcher);
            takingBack(launcher);
            failing(launcher);
            try (AutoCloseable held = locked(database)) {
                assertThat(held).isNotNull();
                answers(32, launcher, "migrate", "--lock-wait", "100ms");
            }
            answers(31, launcher.env("DATABASE_URL", url.replace(PASSWORD, "wr0ng-c4n4ry")), "migrate");
            foreignLock(launcher, database);
            fixing(launcher, database);
            assertThat(database.query("SELECT coalesce(summary, '') || coalesce(subject, '') FROM oneoff_run"))
                    .isNotEmpty()
                    .noneMatch(this::leaks);
            assertThat(database.query("SELECT name || coalesce(detail, '') FROM oneoff_step"))
                    .noneMatch(this::leaks);
        }
        assertThat(filesThatLeak()).isEmpty();
    }

    private void migrating(Launcher launcher) throws IOException {
        Files.createDirectories(app.resolve("changelog"));
        changelog(GOOD);
        answers(0, launcher, "status");
        answers(10, launcher, "status", "--check");
        answers(0, launcher, "migrate", "--dry-run");
        answers(10, launcher, "migrate", "--check");
        answers(0, launcher, "history");
        answers(0, launcher, "unlock");
        answers(0, launcher, "migrate", "--count", "1", "--tag", "v1");
        answers(10, launcher, "health", "--check", "pending");
        String run = answers(0, launcher, "migrate", "--ticket", "SHOP-1")
                .path("run")
                .asText();
        answers(0, launcher, "migrate");
        answers(0, launcher, "migrate", "--fixes");
        answers(0, launcher, "migrate", "--fixes", "--dry-run");
        answers(0, launcher, "migrate", "--fixes", "--check");
        answers(0, launcher, "health");
        answers(0, launcher, "history");
        answers(0, launcher, "history", run);
        answers(2, launcher, "history", "nope");
    }

    private void takingBack(Launcher launcher) {
        answers(0, launcher, "rollback", "--to", "v1", "--dry-run");
        answers(22, launcher, "rollback", "--to", "v9");
        answers(0, launcher, "protect", "on");
        answers(11, launcher, "rollback", "--to", "v1");
        answers(11, launcher, "protect", "off");
        answers(0, launcher, "rollback", "--to", "v1", "--yes");
        answers(0, launcher, "protect", "off", "--yes");
    }

    private void failing(Launcher launcher) throws IOException {
        changelog(GOOD + "--changeset ada:three\nINSERT INTO nowhere VALUES (1);\n");
        answers(20, launcher, "migrate");
        changelog(GOOD.replace("one (id INT)", "one (id BIGINT)"));
        answers(22, launcher, "status");
        changelog(GOOD.replace("ada:two", "ada"));
        answers(22, launcher, "migrate");
        changelog("--liquibase formatted sql\n--changeset ada:one context:test\nSELECT 1;\n");
        answers(78, launcher, "migrate");
        changelog(GOOD);
    }

    private void foreignLock(Launcher launcher, TestDatabase database) throws SQLException {
        database.execute("UPDATE databasechangeloglock SET locked = TRUE, lockedby = 'app-1 (10.0.0.1)'");
        answers(32, launcher, "migrate", "--lock-wait", "100ms");
        answers(0, launcher, "unlock");
        answers(0, launcher, "migrate");
    }

    private void fixing(Launcher launcher, TestDatabase database) throws IOException, SQLException {
        answers(0, launcher, "new", "datafix", "skeleton", "--reason", "why");
        answers(0, launcher, "datafix", "list");
        answers(2, launcher, "datafix", "show", "nope");
        Path fixes = Files.createDirectories(app.resolve("datafixes"));
        Files.writeString(fixes.resolve("1_one.sql"), "-- fix: why\nUPDATE keyed SET n = 2 WHERE n = 1;\n");
        answers(10, launcher, "datafix", "require", "one");
        Files.writeString(
                fixes.resolve("0_zero.sql"), "-- fix: why\n-- phase: release\nDELETE FROM keyed WHERE n = 7;\n");
        answers(10, launcher, "migrate", "--fixes", "--check");
        answers(0, launcher, "migrate", "--fixes", "--dry-run");
        answers(22, launcher, "migrate", "--fixes");
        database.execute(
                "CREATE TABLE keyed (id INT PRIMARY KEY, n INT)",
                "INSERT INTO keyed VALUES (1, 1)",
                "GRANT ALL ON keyed TO PUBLIC");
        answers(0, launcher, "datafix", "apply", "one", "--dry-run");
        answers(10, launcher, "datafix", "apply", "one", "--check");
        answers(2, launcher, "datafix", "try", "UPDATE keyed SET n = 3 WHERE n = 2");
        answers(0, launcher, "datafix", "apply", "one");
        answers(0, launcher, "datafix", "revert", "one", "--dry-run");
        answers(0, launcher, "datafix", "list");
        answers(0, launcher, "datafix", "show", "one");
        answers(0, launcher, "datafix", "revert", "one");
        Files.writeString(fixes.resolve("2_two.sql"), "-- fix: why\nUPDATE keyed SET n = 2;\n");
        answers(22, launcher, "datafix", "apply", "two");
        answers(11, launcher, "datafix", "pause", "two");
        answers(0, launcher, "datafix", "purge", "--older-than", "0s", "--dry-run");
        answers(0, launcher, "datafix", "purge", "--older-than", "0s");
    }

    private void changelog(String text) throws IOException {
        Files.writeString(app.resolve("changelog/root.sql"), text);
    }
}
