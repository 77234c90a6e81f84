package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.RunningProcess;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Fixes that work off keys chosen once, or the rows of a file. */
@Execution(ExecutionMode.CONCURRENT)
class WorklistIT {

    private static final String ADD = """
            -- params: amount int
            -- find
            SELECT id FROM account WHERE id % 2 = 0
            -- apply
            UPDATE account SET balance = balance + :amount WHERE id IN (:keys)""";

    @TempDir
    private Path folder;

    private TestDatabase database;
    private FixApp app;

    @BeforeEach
    void accounts() throws SQLException {
        database = TestDatabase.create();
        app = FixApp.in(folder, database);
        database.execute(
                "CREATE TABLE account (id bigint PRIMARY KEY, name text, balance int NOT NULL CHECK (balance < 100))",
                "INSERT INTO account SELECT g, 'n' || g, 0 FROM generate_series(1, 2000) AS g");
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void eachKeyThatWasFoundIsDoneOnceAndTakenBack() throws IOException, SQLException {
        app.fix("1_add", ADD);

        assertThat(app.run(0, "datafix", "apply", "--dry-run", "--param", "amount=10")
                        .stdout())
                .contains("wrong     1000", "idempotence        once");
        assertThat(balances()).isEqualTo("0 | 2000");
        app.run(0, "datafix", "apply", "--param", "amount=10");
        assertThat(app.run(0, "datafix", "apply").stdout()).contains("nothing to do");
        assertThat(balances()).isEqualTo("0 | 1000, 10 | 1000");

        app.run(0, "datafix", "revert", "add");
        assertThat(balances()).isEqualTo("0 | 2000");
    }

    @Test
    void killedSixTimesAtRandomEveryKeyIsDoneExactlyOnce() throws IOException, SQLException {
        database.execute(
                "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN PERFORM pg_sleep(0.001); RETURN NEW; END'",
                "CREATE TRIGGER slow BEFORE UPDATE ON account FOR EACH ROW EXECUTE FUNCTION slow()");
        app.fix("1_add", ADD);
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int batches = 0;
        for (int kill = 0; kill < 6; kill++) {
            try (RunningProcess process = app.start("datafix", "apply", "--param", "amount=1")) {
                batches += 1 + random.nextInt(3);
                app.awaitBatches(batches);
                process.kill();
            }
        }
        app.run(0, "datafix", "apply");

        assertThat(balances()).isEqualTo("0 | 1000, 1 | 1000");
        assertThat(app.query("SELECT sum(changed) FROM oneoff_fix_chunk")).containsExactly("1000");
        assertThat(app.query("SELECT sum(row_count) FROM oneoff_image")).containsExactly("1000");
    }

    @Test
    void aKeyThatCannotBeDoneIsSetAsideAndTriedAgainWithoutDoingTheOthersTwice() throws IOException, SQLException {
        database.execute("UPDATE account SET balance = 95 WHERE id = 700");
        app.fix("1_add", "-- on_error: quarantine 5\n" + ADD);

        ProcessResult result = app.run(21, "datafix", "apply", "--param", "amount=10");

        assertThat(result.stderr()).contains("but for 1 rows that were set aside");
        assertThat(app.run(0, "datafix", "show", "add").stdout()).contains("350, 700", "23514");
        database.execute("UPDATE account SET balance = 5 WHERE id = 700");
        app.run(0, "datafix", "apply");
        assertThat(balances()).isEqualTo("0 | 1000, 10 | 999, 15 | 1");
        assertThat(app.query("SELECT count(*) FROM oneoff_fix_reject")).containsExactly("0");
    }

    @Test
    void theValuesOfParametersAreThoseOfTheFirstRun() throws IOException, SQLException {
        database.execute("UPDATE account SET balance = 95 WHERE id = 700");
        app.fix("1_add", ADD);

        assertThat(app.run(2, "datafix", "apply").stderr()).contains("needs a value for: amount");
        assertThat(app.run(2, "datafix", "apply", "--param", "amount=ten").stderr())
                .contains("amount=ten is no int");
        assertThat(app.run(2, "datafix", "apply", "--param", "amont=1").stderr())
                .contains("Did you mean amount?");
        app.run(20, "datafix", "apply", "--param", "amount=10");
        assertThat(app.run(2, "datafix", "apply", "--param", "amount=4").stderr())
                .contains("began with amount=10");
    }

    @Test
    void whatACheckReadsHasToBeTheSameAfterwards() throws IOException, SQLException {
        app.fix("1_add", ADD + "\n-- check\nSELECT sum(balance) FROM account");

        assertThat(app.run(21, "datafix", "apply", "--param", "amount=3").stderr())
                .contains("its check found (0) before it and (3000) after it", "oneoff datafix revert 1_add");
    }

    @Test
    void theRowsOfAFileAreJoinedAndWhatTheyExpectIsCompared() throws IOException, SQLException {
        Files.createDirectories(folder.resolve("datafixes"));
        Files.writeString(folder.resolve("datafixes/names.csv"), """
                name,id,expected_name
                Anna,1,n1
                "Bob, the ""second""\",2,n2
                Carl,3,other
                ,4,n4
                """);
        app.fix("1_names", """
                -- rows: names.csv (id bigint, name text, expected_name text)
                -- on_error: quarantine 1
                UPDATE account SET name = rows.name FROM rows WHERE account.id = rows.id""");

        app.run(21, "datafix", "apply");

        assertThat(app.query("SELECT id, coalesce(name, 'NULL') FROM account WHERE id < 6 ORDER BY id"))
                .containsExactly("1 | Anna", "2 | Bob, the \"second\"", "3 | n3", "4 | NULL", "5 | n5");
        assertThat(app.run(0, "datafix", "show", "names").stdout())
                .contains("3, 3, Carl, other", "name is not what row 3 of the file expects");
    }

    @Test
    void badAndDoubleRowsOfAFileAreReportedBeforeAnythingIsDone() throws IOException, SQLException {
        Files.createDirectories(folder.resolve("datafixes"));
        Files.writeString(folder.resolve("datafixes/names.csv"), "id,name\n1,a\nx,b\n3,c\n1,d\n");
        app.fix("1_names", """
                -- rows: names.csv (id bigint, name text)
                UPDATE account SET name = rows.name FROM rows WHERE account.id = rows.id""");

        assertThat(app.run(22, "datafix", "apply").stderr())
                .contains(
                        "line 3: ERROR: invalid input syntax for type bigint: \"x\"", "line 5: the same id as line 2");
        assertThat(app.query("SELECT count(*) FROM account WHERE name LIKE 'n%'"))
                .containsExactly("2000");
        assertThat(app.query("SELECT count(*) FROM oneoff_fix")).containsExactly("0");
    }

    @Test
    void aFixThatRepeatsBeginsAnewEachTimeItIsNamed() throws IOException, SQLException {
        app.fix("1_clean", "-- repeat: yes\nUPDATE account SET name = 'x' WHERE name <> 'x'");

        app.run(0, "datafix", "apply", "clean");
        database.execute("UPDATE account SET name = 'y' WHERE id < 4");
        assertThat(app.run(0, "datafix", "apply", "clean").stdout()).contains("3 rows changed");
        assertThat(app.run(0, "datafix", "apply").stdout()).contains("nothing to do");
    }

    private String balances() throws SQLException {
        return String.join(", ", app.query("SELECT balance, count(*) FROM account GROUP BY balance ORDER BY balance"));
    }
}
