package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What images hold, of how many rows, and who is at the same table meanwhile. */
@Execution(ExecutionMode.CONCURRENT)
class UndoneValuesIT {

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private TestDatabase database;
    private ImportApp app;

    @BeforeEach
    void make() throws SQLException {
        database = TestDatabase.create();
        app = new ImportApp(folder, database);
    }

    @AfterEach
    void drop() throws SQLException {
        threads.shutdownNow();
        database.close();
    }

    @Test
    void whatATriggerMakesOfTheFileIsWhatIsKept() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE p (id int, part int, email text, PRIMARY KEY (id, part)) PARTITION BY LIST (part)",
                "CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)",
                "CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2)",
                "CREATE TABLE q (id int PRIMARY KEY, part int, email text) PARTITION BY RANGE (id)",
                "CREATE TABLE q1 PARTITION OF q DEFAULT",
                "CREATE FUNCTION low() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.email = lower(NEW.email); RETURN NEW; END'",
                "CREATE TRIGGER low BEFORE UPDATE ON p2 FOR EACH ROW EXECUTE FUNCTION low()",
                "CREATE TRIGGER low BEFORE INSERT OR UPDATE ON q FOR EACH ROW EXECUTE FUNCTION low()");
        for (String table : List.of("p", "p2", "q", "q1")) {
            database.execute("INSERT INTO " + table + " SELECT n, 2, 'was' || n FROM generate_series(1, 3) AS n");
            app.file(table + ".csv", "id,part,email\n1,2,A@X\n2,2,was2\n3,2,C@X\n");
            app.run(0, "import", table + ".csv", "--mode", "upsert");
            String run = app.query("SELECT id FROM oneoff_import WHERE state = 'imported'")
                    .get(0);
            assertThat(app.query("SELECT email FROM p UNION ALL SELECT email FROM q ORDER BY 1"))
                    .as(table)
                    .containsExactly("a@x", "c@x", "was2");

            assertThat(app.run(0, "import", "--undo", run, "--output", "json").stdout())
                    .contains("2 rows restored");
            assertThat(app.query("SELECT email FROM p UNION ALL SELECT email FROM q ORDER BY 1"))
                    .containsExactly("was1", "was2", "was3");
            database.execute("TRUNCATE p, q");
        }
    }

    @Test
    void aTriggerThatIsMadeMeanwhileCounts() throws Exception {
        database.execute(
                "CREATE TABLE parent (id int PRIMARY KEY)",
                "INSERT INTO parent VALUES (1), (2)",
                "CREATE TABLE child (id int PRIMARY KEY, email text, parent int REFERENCES parent)",
                "INSERT INTO child VALUES (1, 'was', 1)",
                "CREATE FUNCTION low() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.email = lower(NEW.email); RETURN NEW; END'");
        app.file("child.csv", "id,email,parent\n1,A@X,2\n");
        app.run(0, "import", "child.csv", "--mode", "upsert");
        database.execute(
                "DELETE FROM oneoff_import",
                "DELETE FROM oneoff_import_image",
                "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN NEW; END'",
                "CREATE TRIGGER wait BEFORE INSERT ON oneoff_import_image FOR EACH ROW EXECUTE FUNCTION wait()");

        // Before the plan is made; when it is.
        for (String locking :
                List.of("LOCK TABLE parent IN ACCESS EXCLUSIVE MODE", "SELECT pg_advisory_xact_lock(4711)")) {
            database.execute("DROP TRIGGER IF EXISTS low ON child", "UPDATE child SET email = 'was', parent = 1");
            Future<ProcessResult> imported;
            try (Connection connection = database.connect();
                    Statement other = connection.createStatement()) {
                connection.setAutoCommit(false);
                other.execute(locking);
                imported = threads.submit(() -> app.run(0, "import", "child.csv", "--mode", "upsert"));
                await();
                database.execute("CREATE TRIGGER low BEFORE UPDATE ON child FOR EACH ROW EXECUTE FUNCTION low()");
                connection.commit();
            }
            imported.get(1, TimeUnit.MINUTES);
            assertThat(app.query("SELECT * FROM child")).containsExactly("1 | a@x | 2");

            String run = app.query("SELECT id FROM oneoff_import WHERE state = 'imported'")
                    .get(0);
            app.run(0, "import", "--undo", run);
            assertThat(app.query("SELECT * FROM child")).as(locking).containsExactly("1 | was | 1");
        }
    }

    @Test
    void whatSomebodyChangesBeforeTheUpdateIsWhatWasThere() throws Exception {
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, a text, b text)",
                "INSERT INTO t VALUES (1, 'a', 'b'), (2, 'a', 'b')");
        app.file("t.csv", "id,a\n1,x\n2,x\n3,x\n");
        Future<ProcessResult> imported;
        try (Connection connection = database.connect();
                Statement other = connection.createStatement()) {
            connection.setAutoCommit(false);
            other.execute("UPDATE t SET a = 'theirs', b = 'theirs' WHERE id = 1");
            imported = threads.submit(() -> app.run(0, "import", "t.csv", "--mode", "upsert"));
            await();
            connection.commit();
        }
        imported.get(1, TimeUnit.MINUTES);
        assertThat(app.query("SELECT * FROM t ORDER BY id"))
                .containsExactly("1 | x | theirs", "2 | x | b", "3 | x | NULL");

        app.run(0, "import", "--undo", app.query("SELECT id FROM oneoff_import").get(0));
        assertThat(app.query("SELECT * FROM t ORDER BY id")).containsExactly("1 | theirs | theirs", "2 | a | b");
    }

    @Test
    void aRuleOfADomainIsLookedAtForTheFilesOwnValuesAlone() throws IOException, SQLException {
        database.execute(
                "DO $$BEGIN EXECUTE format('ALTER DATABASE %I SET join_collapse_limit = 1', current_database()); END$$",
                "CREATE DOMAIN few AS int",
                "CREATE TABLE d (id int PRIMARY KEY, n few, b text)",
                "INSERT INTO d VALUES (1, -1, 'was'), (3, 1, 'was'), (5, 3, 'was')",
                "ALTER DOMAIN few ADD CONSTRAINT above CHECK (VALUE > 0) NOT VALID");
        app.file("d.ndjson", "{\"id\":3,\"n\":7,\"b\":\"x\"}\n{\"id\":5,\"b\":\"x\"}\n{\"id\":1,\"b\":\"x\"}\n");
        app.run(0, "import", "d.ndjson", "--mode", "upsert", "--max-errors", "9");
        app.file("d.csv", "id,n,b\n3,-5,y\n5,4,y\n");
        app.run(0, "import", "d.csv", "--mode", "upsert", "--max-errors", "9", "--dry-run");
        app.run(0, "import", "d.csv", "--mode", "upsert", "--max-errors", "9");
        assertThat(app.query("SELECT * FROM d ORDER BY id")).containsExactly("1 | -1 | was", "3 | 7 | x", "5 | 4 | y");
    }

    @Test
    void moreColumnsThanAFunctionTakesAreKept() throws IOException, SQLException {
        StringBuilder columns = new StringBuilder();
        StringBuilder names = new StringBuilder("id");
        StringBuilder values = new StringBuilder("1");
        for (int at = 0; at < 400; at++) {
            columns.append(", c")
                    .append(at)
                    .append(at % 2 == 0 ? " int DEFAULT " : " text DEFAULT ")
                    .append(at % 2 == 0 ? at : "'x'");
            names.append(",c").append(at);
            values.append(',').append(at % 3 == 0 ? "7" : at % 2 == 0 ? Integer.toString(at) : "x");
        }
        database.execute("CREATE TABLE wide (id int PRIMARY KEY" + columns + ")", "INSERT INTO wide VALUES (1)");
        List<String> before = app.query("SELECT * FROM wide");
        app.file("wide.csv", names + "\n" + values + "\n2" + values.substring(1) + "\n");
        app.run(0, "import", "wide.csv", "--mode", "upsert");
        String run = app.query("SELECT id FROM oneoff_import").get(0);
        assertThat(app.query("SELECT count(*), sum(c0), max(c399) FROM wide")).containsExactly("2 | 14 | 7");
        app.run(0, "import", "--undo", run);
        assertThat(app.query("SELECT * FROM wide")).isEqualTo(before);
    }

    @Test
    void valuesOfEveryTypeAreExactlyAsTheyWere() throws IOException, SQLException {
        database.execute("SET TimeZone = 'Asia/Tokyo'", """
                CREATE TABLE t ("Key" varchar(9), n int, num numeric, money numeric(9, 2), j json, jb jsonb, b bytea, a text[],
                    d date, ts timestamptz, iv interval, f float8, bo boolean, u uuid, txt text, ch char(5), r int4range,
                    "od""d?" text, made int GENERATED ALWAYS AS (n + 1) STORED, always int GENERATED ALWAYS AS IDENTITY,
                    PRIMARY KEY ("Key", n))""", """
                INSERT INTO t VALUES ('a', 1, 1.00, 2.50, '{"b": 1,  "a": 2, "a": 3}', '{"x": 1}', '\\x00ff', '{"a,b",NULL,""}',
                    '2026-02-28', '2026-11-26 10:00:00.123456+03', '1 mon 2 days', '-0', TRUE,
                    '00000000-0000-0000-0000-00000000000a', 'Zeile
                zwei \u0001"''\\', 'ab', '[1,5)', '?')""", """
                INSERT INTO t ("Key", n, num, money) VALUES ('a', 2, NULL, NULL), ('b', 1, 1.0, 0.1)""", """
                UPDATE t SET txt = '', j = 'null', f = 'NaN', ts = 'infinity', a = '{}' WHERE "Key" = 'b'""");
        List<String> before = app.query("SELECT t::text FROM t AS t ORDER BY 1");
        app.file("t.csv", """
                Key,n,num,money,j,jb,b,a,d,ts,iv,f,bo,u,txt,ch,r,"od""d?"
                a,1,1.0,2.51,"{""b"": 1}","{""x"": 2}",\\x01,"{NULL}",2026-03-01,2026-11-26 07:00:00.123457+00,32 days,0,f,,"",b,"[1,6)",""
                a,2,1,,,,,,,,,,,,,,,
                c,1,,,,,,,,,,,,,,,,
                """);

        app.run(0, "import", "t.csv", "--mode", "replace", "--max-delete", "1");
        assertThat(app.query("SELECT t::text FROM t AS t ORDER BY 1"))
                .hasSize(3)
                .doesNotContainAnyElementsOf(before);
        app.run(0, "import", "--undo", app.query("SELECT id FROM oneoff_import").get(0));

        assertThat(app.query("SELECT t::text FROM t AS t ORDER BY 1")).isEqualTo(before);
        assertThat(app.query("SELECT count(*) FROM oneoff_import_conflict")).containsExactly("0");
    }

    @Test
    void manyRowsAreKeptInPartsOfABoundedSize() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, name text, other text)",
                "INSERT INTO t SELECT n, 'name ' || n, 'other' FROM generate_series(1, 100000) AS n");
        StringBuilder rows = new StringBuilder("id,name\n");
        for (int id = 50_001; id <= 250_000; id++) {
            rows.append(id).append(",new ").append(id).append('\n');
        }
        app.file("t.csv", rows.toString());

        app.run(0, "import", "t.csv", "--mode", "replace", "--max-delete", "50%");
        assertThat(app.query("SELECT sum(row_count), max(row_count) <= 5001, max(length(content)) < 9000000"
                        + " FROM oneoff_import_image GROUP BY step ORDER BY step"))
                .containsExactly("50000 | t | t", "50000 | t | t", "150000 | t | t");
        // What the import did not change is not kept.
        assertThat(app.query("SELECT count(*) FROM oneoff_import_image WHERE step = 2 AND content LIKE '%other%'"))
                .containsExactly("0");
        app.run(0, "import", "--undo", app.query("SELECT id FROM oneoff_import").get(0));
        assertThat(app.query(
                        "SELECT count(*), sum(id), count(*) FILTER (WHERE name = 'name ' || id AND other = 'other')"
                                + " FROM t"))
                .containsExactly("100000 | 5000050000 | 100000");
    }

    @Test
    void whatIsKeptIsWhatWasOverwritten() throws Exception {
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, name text)", "INSERT INTO t VALUES (1, 'one'), (2, 'two')");
        app.file("t.csv", "id,name\n1,eins\n2,zwei\n");
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("UPDATE t SET name = 'theirs' WHERE id = 2");
            Future<ProcessResult> first = threads.submit(() -> app.run(0, "import", "t.csv", "--mode", "upsert"));
            await();
            other.commit();
            first.get(20, TimeUnit.SECONDS);
        }
        assertThat(app.query("SELECT name FROM t ORDER BY id")).containsExactly("eins", "zwei");
        app.run(0, "import", "--undo", app.query("SELECT id FROM oneoff_import").get(0));
        assertThat(app.query("SELECT name FROM t ORDER BY id")).containsExactly("one", "theirs");
    }

    @Test
    void ofTwoUndosTheSecondFindsNothingToDoAndAnImportWaits() throws Exception {
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, name text)", "INSERT INTO t VALUES (1, 'one'), (2, 'two')");
        app.file("t.csv", "id,name\n1,eins\n");
        app.run(0, "import", "t.csv", "--mode", "upsert");
        String run = app.query("SELECT id FROM oneoff_import").get(0);
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT FROM t WHERE id = 1 FOR UPDATE");
            Future<ProcessResult> first = threads.submit(() -> app.run(0, "import", "--undo", run, "--output", "json"));
            await();
            assertThat(app.run(32, "import", "t.csv", "--mode", "upsert", "--lock-wait", "200ms")
                            .stderr())
                    .contains("import");
            Future<ProcessResult> second =
                    threads.submit(() -> app.run(0, "import", "--undo", run, "--output", "json"));
            other.commit();
            assertThat(first.get(20, TimeUnit.SECONDS).stdout()
                            + second.get(20, TimeUnit.SECONDS).stdout())
                    .contains("1 row restored", "nothing to undo");
        }
        assertThat(app.query("SELECT name FROM t ORDER BY id")).containsExactly("one", "two");
    }

    private void await() throws SQLException {
        database.await(
                "SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name LIKE 'oneoff/%/import'"
                        + " AND wait_event_type = 'Lock' AND datname = current_database()",
                "t");
    }
}
