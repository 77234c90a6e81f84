package dev.oneoff.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.config.Environment;
import dev.oneoff.config.Flags;
import dev.oneoff.config.Settings;
import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.lock.HeldLock;
import dev.oneoff.lock.LockName;
import dev.oneoff.lock.Locks;
import dev.oneoff.support.Launcher;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.RunningProcess;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Coming from plain Liquibase 4.33.0, going back, and living beside it. */
@Execution(ExecutionMode.CONCURRENT)
class InterchangeIT {

    private static final String ROWS = """
            SELECT id, author, filename, md5sum, exectype, orderexecuted, description, comments, tag, contexts, labels,
                liquibase
            FROM databasechangelog
            ORDER BY orderexecuted""";

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Path SAMPLE = Path.of(System.getProperty("basedir", ""), "changelog");
    private static final Path FORMATS =
            Path.of(System.getProperty("basedir", ""), "src/test/resources/dev/oneoff/migrate/formats/changelog");

    @TempDir
    private Path folder;

    private TestDatabase database;
    private TestDatabase other;

    @BeforeEach
    void begin() throws SQLException {
        database = TestDatabase.create();
        other = TestDatabase.create();
    }

    @AfterEach
    void end() throws SQLException {
        database.close();
        other.close();
    }

    @Test
    void theSampleShopGoesBackAndForth() throws IOException, SQLException {
        backAndForth(SAMPLE);
    }

    @Test
    void everyFormatGoesBackAndForth() throws IOException, SQLException {
        backAndForth(FORMATS);
        // runOnChange: both see the change, and both record it alike.
        Path view = folder.resolve("changelog/nested/view.sql");
        Files.writeString(view, Files.readString(view).replace("n > 0", "n > 1"));
        SampleApp app = app(database);
        assertThat(app.run(0, "migrate").stdout()).contains("applied 1 changeset");
        update(other);
        assertThat(database.query(ROWS)).isEqualTo(other.query(ROWS));
        assertThat(database.query("SELECT count(*) FROM databasechangelog WHERE exectype = 'RERAN'"))
                .containsExactly("1");
    }

    /** Migrates one database with each of the two, compares the histories, then lets each look at the other's. */
    private void backAndForth(Path changelog) throws IOException, SQLException {
        copy(changelog, folder.resolve("changelog"));
        SampleApp ours = app(database);
        ours.run(0, "migrate");
        update(other);
        assertThat(database.query(ROWS)).isNotEmpty().isEqualTo(other.query(ROWS));

        assertThat(app(other).run(0, "migrate").stdout()).contains("nothing to do");
        ProcessResult plain = update(database);
        assertThat(plain.stderr() + plain.stdout()).contains("Run:                          0");
        assertThat(ours.run(0, "status", "--check").stdout()).contains("Up to date");
    }

    @Test
    void plainLiquibaseWaitsForUs() throws IOException, SQLException {
        SampleApp app = SampleApp.in(folder, database)
                .changeset("1-slow", "CREATE TABLE slow (n int);\nSELECT pg_advisory_xact_lock(4711);");
        try (Connection holder = database.connect();
                Statement statement = holder.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(4711)");
            try (RunningProcess us = app.start("migrate")) {
                app.awaitStatement("pg_advisory_xact_lock");
                try (RunningProcess plain = new PlainLiquibase(folder, database).start("update")) {
                    plain.awaitLine("Waiting for changelog lock");
                    statement.execute("SELECT pg_advisory_unlock(4711)");
                    assertThat(us.await(LONG).exitCode()).isZero();
                    ProcessResult result = plain.await(LONG);
                    assertThat(result.exitCode()).as("%s", result).isZero();
                }
            }
        }
        assertThat(app.query("SELECT id, orderexecuted FROM databasechangelog")).containsExactly("1-slow | 1");
        app.assertSettled();
    }

    @Test
    void itsLockRowIsWaitedForAndFreedOnlyWhenAsked() throws IOException, SQLException {
        SampleApp app = SampleApp.in(folder, database).changeset("1-item", "CREATE TABLE item (n int);");
        app.run(0, "migrate");
        app.changeset("2-more", "CREATE TABLE more (n int);");
        database.execute("UPDATE databasechangeloglock SET locked = TRUE, lockedby = 'web-1 (10.0.0.7)',"
                + " lockgranted = LOCALTIMESTAMP");

        ProcessResult locked = app.run(32, "migrate", "--lock-wait", "1s");
        assertThat(locked.stderr()).contains("web-1 (10.0.0.7)", "oneoff unlock");
        assertThat(app.query("SELECT to_regclass('more')")).containsExactly("NULL");

        assertThat(app.run(0, "unlock", "--yes").stdout()).contains("freed the lock of web-1 (10.0.0.7)");
        assertThat(app.run(0, "migrate").stdout()).contains("applied 1 changeset");

        app.changeset("3-again", "CREATE TABLE again (n int);");
        database.execute("UPDATE databasechangeloglock SET locked = TRUE, lockedby = 'oneoff/20260101-000000-abcde'");
        ProcessResult taken = app.run(0, "migrate");
        assertThat(taken.stdout())
                .doesNotContain("20260101-000000-abcde", "waiting")
                .contains("applied 1 changeset");
        assertThat(taken.stderr()).isEmpty();
        app.assertSettled();
    }

    @Test
    void unlockWaitsForALiveRunOnlyWhenAsked() throws IOException, SQLException {
        SampleApp app = SampleApp.in(folder, database).changeset("1-item", "CREATE TABLE item (n int);");
        app.run(0, "migrate");
        database.execute("UPDATE databasechangeloglock SET locked = TRUE, lockedby = 'web-1'");
        Environment environment = new Environment(
                Map.of("DATABASE_URL", database.url()), Map.of("user.name", "tester"), folder, Optional.empty());
        Database same = new Database(Settings.load(environment, Flags.none()).database());
        try (Session session = same.open("oneoff/20260101-000000-abcde/migrate");
                HeldLock held = Locks.of(session, LockName.MIGRATE, Optional.empty(), Clock.systemUTC())
                        .tryAcquire()
                        .orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(app.run(32, "unlock", "--yes").stderr())
                    .contains("The lock is held by oneoff/20260101-000000-abcde/migrate");
            assertThat(app.run(32, "unlock", "--yes", "--lock-wait", "300ms").stderr())
                    .contains("The lock is still held after 300ms by oneoff/20260101-000000-abcde/migrate");
        }
        assertThat(app.query("SELECT lockedby FROM databasechangeloglock")).containsExactly("web-1");
        app.run(0, "unlock", "--yes");
    }

    @Test
    void whatItAppliedWhileWeWaitedIsNotAppliedAgain() throws IOException, SQLException {
        SampleApp app = SampleApp.in(folder, database).changeset("1-item", "CREATE TABLE item (n int);");
        app.run(0, "migrate");
        app.changeset("2-more", "CREATE TABLE more (n int);");
        database.execute("UPDATE databasechangeloglock SET locked = TRUE, lockedby = 'web-1'");
        try (RunningProcess waiting = app.start("migrate")) {
            waiting.awaitLine("waiting for the Liquibase lock held by web-1");
            database.execute(
                    "CREATE TABLE more (n int)",
                    "INSERT INTO databasechangelog SELECT '2-more', author, replace(filename, '1-item', '2-more'),"
                            + " dateexecuted, 2, exectype, NULL FROM databasechangelog",
                    "UPDATE databasechangeloglock SET locked = FALSE, lockedby = NULL");
            ProcessResult result = waiting.await(Duration.ofSeconds(20));
            assertThat(result.exitCode()).as("%s", result).isZero();
            assertThat(result.stdout()).contains("nothing to do: 2 changesets applied");
        }
        app.assertSettled();
    }

    @Test
    void unlockFreesOnlyTheHolderItHasShown() throws IOException, SQLException {
        SampleApp app = SampleApp.in(folder, database)
                .env("ONEOFF_JAVA_OPTS", "-Doneoff.terminal=in,err")
                .changeset("1-item", "CREATE TABLE item (n int);");
        app.run(0, "migrate");
        app.run(0, "protect", "on");
        String held = "UPDATE databasechangeloglock SET locked = TRUE, lockedby = '%s', lockgranted = LOCALTIMESTAMP";
        database.execute(held.formatted("web-1"));
        try (RunningProcess process = app.start("unlock")) {
            process.awaitLine("Unlock frees the lock held by web-1, since");
            database.execute(held.formatted("web-2"));
            process.type(database.name() + "\n");
            ProcessResult result = process.await(Duration.ofSeconds(20));

            assertThat(result.exitCode()).as("%s", result).isEqualTo(11);
            assertThat(result.stderr()).contains("it was held by web-1, since", "now by web-2, since");
        }
        assertThat(database.query("SELECT locked, lockedby FROM databasechangeloglock"))
                .containsExactly("t | web-2");
    }

    private SampleApp app(TestDatabase of) {
        return new SampleApp(
                folder,
                of,
                Launcher.dist().in(folder).env("DATABASE_URL", of.url()).env("USER", "tester"));
    }

    private ProcessResult update(TestDatabase of) throws IOException {
        ProcessResult result = new PlainLiquibase(folder, of).run("update");
        assertThat(result.exitCode()).as("%s", result).isZero();
        return result;
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(from)) {
            files = walk.toList();
        }
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file).toString());
            if (Files.isDirectory(file)) {
                Files.createDirectories(target);
            } else {
                Files.copy(file, target);
            }
        }
    }
}
