package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.AdvisoryLock;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.RunningProcess;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fixes that are classes of an application, in a jar on the class path of the launcher. */
@Execution(ExecutionMode.CONCURRENT)
class JavaFixIT {

    private static final String EVEN = "-- find\nSELECT id FROM account WHERE id % 2 = 0";

    private static final String ADD = """
            public void fix(FixBatch batch) throws Exception {
                try (PreparedStatement add = batch.connection()
                        .prepareStatement("UPDATE account SET balance = balance + 1 WHERE id = ?")) {
                    for (long id : batch.keys(Long.class)) {
                        before(batch.connection(), id);
                        add.setLong(1, id);
                        add.executeUpdate();
                    }
                }
            }
            """;

    private static final String NOTHING = "private static void before(Connection db, long id) throws Exception {}\n";

    private static final String TABLE = "public Optional<String> table() { return Optional.of(\"account\"); }\n";

    @TempDir
    private Path folder;

    private TestDatabase database;

    @BeforeEach
    void accounts() throws SQLException {
        database = TestDatabase.create();
        database.execute(
                "CREATE TABLE account (id bigint PRIMARY KEY, name text, balance int NOT NULL CHECK (balance < 100))",
                "INSERT INTO account SELECT g, 'n' || g, 0 FROM generate_series(1, 1000) AS g");
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void aClassIsListedTriedAppliedAndShownLikeAFile() throws IOException, SQLException {
        FixApp app = with("Add", EVEN + "\n-- verify\nSELECT id FROM account WHERE id % 2 = 0 AND balance <> 1", ADD);
        app.fix("2_name", "UPDATE account SET name = 'x' WHERE id = 1 AND name <> 'x'");

        assertThat(app.run(0, "datafix", "list").stdout()).containsSubsequence("1_add", "pending", "2_name");
        assertThat(app.run(0, "datafix", "apply", "add", "--dry-run").stdout())
                .contains(
                        "shop.Add",
                        "wrong     500",
                        "none: it runs the application's code",
                        "none: it cannot be reverted");
        assertThat(balances()).isEqualTo("0 | 1000");
        assertThat(app.run(10, "datafix", "require", "add").stderr()).contains("oneoff datafix apply 1_add");
        assertThat(app.launch(0, "datafix", "apply", "--all").stdout()).contains("500 rows changed");

        assertThat(balances()).isEqualTo("0 | 500, 1 | 500");
        app.run(0, "datafix", "require", "add");
        assertThat(app.launch(0, "datafix", "apply", "add").stdout()).contains("nothing to do");
        assertThat(app.run(0, "datafix", "show", "add").stdout())
                .contains("shop.Add", "none: it cannot be reverted", "SELECT id FROM account WHERE id % 2 = 0");
        assertThat(app.run(11, "datafix", "revert", "add").stderr()).contains("a class that names no table");
    }

    @Test
    void aClassThatNamesItsTableIsTakenBackWithoutItsJar() throws IOException, SQLException {
        FixApp app = with("Add", EVEN, TABLE + ADD);
        database.execute("UPDATE account SET balance = 7 WHERE id = 10");

        assertThat(app.run(0, "datafix", "apply", "--dry-run").stdout()).contains("the rows of public.account");
        app.run(0, "datafix", "apply");
        database.execute("UPDATE account SET balance = 50 WHERE id = 20");
        FixApp bare = FixApp.in(folder, database);
        assertThat(bare.run(0, "datafix", "list").stdout()).contains("1_add");
        bare.run(0, "datafix", "revert", "add");

        assertThat(balances()).isEqualTo("0 | 998, 7 | 1, 50 | 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db.commit();",
                "db.rollback();",
                "db.setAutoCommit(true);",
                "db.close();",
                "db.unwrap(Connection.class);",
                "db.createStatement().execute(\"COMMIT\");",
                "try { db.commit(); } catch (SQLException e) { }"
            })
    void endingTheTransactionIsRefusedEvenWhereTheRefusalIsSwallowed(String call) throws IOException, SQLException {
        FixApp app = with(
                "Commits",
                "-- on_error: quarantine 1000\n" + EVEN,
                ADD + "private static void before(Connection db, long id) throws Exception { if (id == 4) {" + call
                        + "} }");

        ProcessResult result = app.run(22, "datafix", "apply");

        assertThat(result.stderr()).contains("shop.Commits calls ", "on the connection of its batch");
        assertThat(balances()).isEqualTo("0 | 1000");
        assertThat(app.query("SELECT count(*) FROM oneoff_fix_reject")).containsExactly("0");
    }

    @Test
    void aKeyThatFailsIsFoundAndSetAsideWithItsMessage() throws IOException, SQLException {
        FixApp app = with("Fails", "-- on_error: quarantine 3\n" + EVEN, ADD + """
                private static void before(Connection db, long id) throws Exception {
                    if (id == 700) { throw new IllegalStateException("no rate for\\nthis currency"); }
                    if (id == 702) { db.createStatement().execute("UPDATE account SET balance = 200 WHERE id = 702"); }
                    if (id == 704) {
                        try { db.createStatement().execute("UPDATE account SET balance = 200 WHERE id = 704"); }
                        catch (SQLException e) { }
                    }
                }
                """);

        ProcessResult result = app.launch(21, "datafix", "apply");

        assertThat(result.stderr())
                .contains("but for 3 rows that were set aside")
                .doesNotContain("\tat ");
        assertThat(app.run(0, "datafix", "show", "fails").stdout())
                .contains(
                        "350, 700",
                        "shop.Fails threw java.lang.IllegalStateException: no rate for this currency",
                        "351, 702",
                        "23514",
                        "352, 704",
                        "shop.Fails went on after the database had refused a statement");
        assertThat(balances()).isEqualTo("0 | 503, 1 | 497");
    }

    @Test
    void withoutQuarantineTheKeyThatFailsEndsTheRunAndIsNamed() throws IOException, SQLException {
        FixApp app = with("Fails", EVEN, ADD + """
                private static void before(Connection db, long id) throws Exception {
                    if (id == 700) {
                        try { db.createStatement().execute("SELECT 1 / 0"); } catch (SQLException e) { }
                        throw new java.io.IOException();
                    }
                }
                """);

        assertThat(app.launch(20, "datafix", "apply").stderr())
                .contains("the item [\"350\",\"700\"] cannot be done", "shop.Fails threw java.io.IOException")
                .doesNotContain("\tat ");
        assertThat(balances()).isEqualTo("0 | 651, 1 | 349");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", TABLE})
    void killedAtRandomEveryKeyIsDoneExactlyOnce(String table) throws IOException, SQLException {
        FixApp app = with("Slow", EVEN, table + ADD + """
                private static void before(Connection db, long id) throws Exception {
                    try (Statement wait = db.createStatement()) { wait.execute("SELECT pg_sleep(0.003)"); }
                }
                """);
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int batches = 0;
        for (int kill = 0; kill < 3; kill++) {
            try (RunningProcess process = app.start("datafix", "apply")) {
                batches += 1 + random.nextInt(2);
                app.awaitBatches(batches);
                // Anywhere in a batch, not only at its beginning.
                LockSupport.parkNanos(random.nextLong(150_000_000));
                process.kill();
            }
        }
        app.run(0, "datafix", "apply");

        assertThat(balances()).isEqualTo("0 | 500, 1 | 500");
        assertThat(app.query("SELECT sum(changed) FROM oneoff_fix_chunk")).containsExactly("500");
        assertThat(app.query("SELECT count(*) > 4 FROM oneoff_run")).containsExactly("f");
    }

    @Test
    void effectsElsewhereGetOneKeyAtATime() throws IOException, SQLException {
        Path sent = folder.resolve("sent");
        FixApp app = with(
                "Sends", "-- effects: external\n-- find\nSELECT id FROM account WHERE id <= 30", """
                public void fix(FixBatch batch) throws Exception {
                    java.nio.file.Files.writeString(java.nio.file.Path.of("%s"), batch.keys() + "\\n",
                            java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
                }
                """.formatted(sent));

        assertThat(app.run(0, "datafix", "apply", "--dry-run").stdout()).contains("external", "at least once");
        assertThat(sent).doesNotExist();
        app.run(0, "datafix", "apply");

        assertThat(Files.readAllLines(sent)).hasSize(30).startsWith("[[1]]", "[[2]]");
        assertThat(app.query("SELECT batches FROM oneoff_fix_chunk")).containsExactly("30");
    }

    @Test
    void keysAndParametersComeAsTypesOfTheJdk() throws IOException, SQLException {
        FixApp app = with("Types", """
                -- params: note text
                -- find
                SELECT 1::smallint, 2::bigint, 3.50::numeric, TRUE, 'a"b,c', 'e'::"char", DATE '2026-11-20',
                       TIMESTAMP '2026-11-20 10:15', TIMESTAMPTZ '2026-11-20 10:15+02', TIME '10:15',
                       '00000000-0000-0000-0000-000000000007'::uuid, '1 day'::interval
                """.stripTrailing(), """
                public void fix(FixBatch batch) throws Exception {
                    StringJoiner all = new StringJoiner("; ");
                    for (Object part : batch.keys().get(0)) {
                        all.add(part.getClass().getSimpleName() + " " + part);
                    }
                    try (PreparedStatement s = batch.connection().prepareStatement("UPDATE account SET name = ? WHERE id = 1")) {
                        s.setString(1, batch.param("note") + ": " + all);
                        s.executeUpdate();
                    }
                }
                """);

        app.run(0, "datafix", "apply", "--param", "note=seen");

        assertThat(app.query("SELECT name FROM account WHERE id = 1"))
                .containsExactly("seen: Integer 1; Long 2; BigDecimal 3.50; Boolean true; String a\"b,c; String e;"
                        + " LocalDate 2026-11-20; LocalDateTime 2026-11-20T10:15; OffsetDateTime 2026-11-20T08:15Z;"
                        + " LocalTime 10:15; UUID 00000000-0000-0000-0000-000000000007; String 1 day");
    }

    @Test
    void severalSessionsShareTheKeys() throws IOException, SQLException {
        FixApp app = with("Add", EVEN, TABLE + ADD);

        app.run(0, "datafix", "apply", "--workers", "3");

        assertThat(balances()).isEqualTo("0 | 500, 1 | 500");
    }

    @Test
    void theRowsOfABatchAreLockedBeforeTheClassIsCalled() throws IOException, SQLException {
        FixApp app = with("Waits", EVEN, TABLE + ADD + """
                private static void before(Connection db, long id) throws Exception {
                    if (id == 2) { db.createStatement().execute("SELECT pg_advisory_xact_lock(1)"); }
                }
                """);
        try (AdvisoryLock lock = AdvisoryLock.of(database, 1);
                RunningProcess process = app.start("datafix", "apply")) {
            app.awaitSessionAtLock();
            assertThat(app.query("SELECT id FROM account WHERE id IN (3, 4) FOR UPDATE SKIP LOCKED"))
                    .containsExactly("3");
            lock.release();
            assertThat(process.await(Duration.ofSeconds(40)).exitCode()).isZero();
        }
        assertThat(balances()).isEqualTo("0 | 500, 1 | 500");
    }

    @Test
    void aRowThatGoesOrMovesIsNoChangeThatCanBeKept() throws IOException, SQLException {
        FixApp app = with("Moves", EVEN, TABLE + ADD + """
                private static void before(Connection db, long id) throws Exception {
                    if (id == 4) { db.createStatement().execute("DELETE FROM account WHERE id = 4"); }
                }
                """);

        assertThat(app.run(22, "datafix", "apply").stderr()).contains("shop.Moves changed", "of which 1 are gone");
        assertThat(balances()).isEqualTo("0 | 1000");
    }

    @Test
    void whatCannotBeMeantIsRefusedByName() throws IOException, SQLException {
        FixApp app = with("Add", EVEN, ADD);
        app.fix("1_add", "UPDATE account SET balance = 1 WHERE balance = 0");

        assertThat(app.run(22, "datafix", "list").stderr())
                .contains("There are two fixes 1_add: datafixes/1_add.sql and the class shop.Add");
        Files.delete(folder.resolve("datafixes/1_add.sql"));
        assertThat(with("Sql", EVEN + "\n-- apply\nDELETE FROM account", ADD)
                        .run(22, "datafix", "apply")
                        .stderr())
                .contains("class shop.Sql, line 5: a fix in Java has no statement");
        assertThat(with("Keys", "-- verify\nSELECT 1 WHERE FALSE", ADD)
                        .run(22, "datafix", "apply")
                        .stderr())
                .contains("class shop.Keys, line 1: a fix in Java needs a section find");
        assertThat(app.query("SELECT to_regclass('oneoff_fix') IS NULL")).containsExactly("t");
    }

    @Test
    void aFixThatIsUnderWayNeedsItsClass() throws IOException, SQLException {
        FixApp app = with("Add", "-- expect: ..3\n" + EVEN, ADD);
        app.run(11, "datafix", "apply");

        assertThat(FixApp.in(folder, database)
                        .run(22, "datafix", "apply", "add")
                        .stderr())
                .contains("is applied by the class shop.Add, which is not on the class path");
        app.run(0, "datafix", "cancel", "add", "--yes");
    }

    @Test
    void aClassThatCannotBeLoadedIsNamedAndInNobodyElsesWay() throws IOException {
        Path services = Files.createDirectories(folder.resolve("classes/META-INF/services"));
        Files.writeString(services.resolve("dev.oneoff.task.DataFix"), "shop.Missing\n");
        FixApp app = FixApp.in(folder, database);
        FixApp broken = app.with("ONEOFF_CLASSPATH", folder.resolve("classes").toString());

        assertThat(broken.run(22, "datafix", "list").stderr())
                .contains("A data fix in Java cannot be loaded", "shop.Missing", "ONEOFF_CLASSPATH");
        broken.run(0, "history");
    }

    @Test
    void theExampleInTheManualWorks() throws IOException, SQLException {
        String page = Files.readString(Path.of("docs/datafixes.md"));
        String source = page.substring(page.indexOf("```java\n") + 8, page.indexOf("\n```", page.indexOf("```java\n")));
        Path jar = new ApplicationJar().source("NormalizeNames", source).write(folder.resolve("example"));
        FixApp app = FixApp.in(folder, database);
        app = app.with("ONEOFF_CLASSPATH", jar.toString());
        database.execute(
                "CREATE TABLE users (id bigint PRIMARY KEY, name text)",
                "INSERT INTO users VALUES (1, U&'Zoe\\0308'), (2, NULL), (3, 'Ann')");

        app.run(0, "datafix", "apply");
        assertThat(app.query("SELECT char_length(name) FROM users WHERE id = 1"))
                .containsExactly("3");
        assertThat(app.query("SELECT changed, unchanged FROM oneoff_fix_chunk")).containsExactly("1 | 1");
        app.run(0, "datafix", "revert", "normalize");
        assertThat(app.query("SELECT char_length(name) FROM users WHERE id = 1"))
                .containsExactly("4");
    }

    /** Compiles a fix, and puts its jar on the launcher's class path. */
    private FixApp with(String name, String script, String members) throws IOException {
        boolean hook = members.contains("before(batch") && !members.contains("void before");
        Path jar = new ApplicationJar()
                .fix(name, script, members + (hook ? NOTHING : ""))
                .write(Files.createTempDirectory(folder, "app"));
        FixApp app = FixApp.in(folder, database);
        return app.with("ONEOFF_CLASSPATH", jar.toString());
    }

    private String balances() throws SQLException {
        return String.join(
                ", ", database.query("SELECT balance, count(*) FROM account GROUP BY balance ORDER BY balance"));
    }
}
