package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.AdvisoryLock;
import dev.oneoff.support.RunningProcess;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** On PostgreSQL; and fixes that work off the rows of a file. */
@Execution(ExecutionMode.CONCURRENT)
class WorklistIT extends WorklistContract {

    @Override
    TestDatabase create(Path folder) throws SQLException {
        return TestDatabase.create();
    }

    @Override
    String checkViolation() {
        return "23514";
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
                app.awaitBatchesOrEnd(batches);
                process.kill();
            }
        }
        app.run(0, "datafix", "apply");

        assertThat(balances()).isEqualTo("0 | 1000, 1 | 1000");
        assertThat(app.query("SELECT sum(changed) FROM oneoff_fix_chunk")).containsExactly("1000");
        assertThat(app.query("SELECT sum(row_count) FROM oneoff_image")).containsExactly("1000");
    }

    /** The moment between the rows of a batch and its mark. */
    @Test
    void whatIsDoneIsSeenOnlyTogetherWithItsMark() throws IOException, SQLException {
        // Makes the tables of oneoff.
        app.fix("0_none", "UPDATE account SET name = 'none' WHERE name = 'nothing'")
                .run(0, "datafix", "apply");
        app.waitAtLock("UPDATE ON oneoff_fix_chunk", "NEW.batches > OLD.batches");
        app.fix("1_add", ADD);
        try (AdvisoryLock lock = AdvisoryLock.of(database, 1);
                RunningProcess process = app.start("datafix", "apply", "--param", "amount=1")) {
            app.awaitSessionAtLock();
            assertThat(balances()).isEqualTo("0 | 2000");
            process.kill();
            lock.release();
        }
        app.run(0, "datafix", "apply");

        assertThat(balances()).isEqualTo("0 | 1000, 1 | 1000");
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
                Eve,9000,n9000
                """);
        app.fix("1_names", """
                -- rows: names.csv (id bigint, name text, expected_name text)
                -- on_error: quarantine 1
                UPDATE account SET name = rows.name FROM rows WHERE account.id = rows.id""");

        assertThat(app.run(0, "datafix", "apply", "--dry-run").stdout())
                .contains(
                        "no row to change for row 5 of the file", "name is not what is expected by row 3 of the file");
        assertThat(app.launch(21, "datafix", "apply").stdout()).doesNotContain("Eve");
        assertThat(app.query("SELECT sum(unchanged) FROM oneoff_fix_chunk")).containsExactly("1");

        assertThat(app.query("SELECT id, coalesce(name, 'NULL') FROM account WHERE id < 6 ORDER BY id"))
                .containsExactly("1 | Anna", "2 | Bob, the \"second\"", "3 | n3", "4 | NULL", "5 | n5");
        assertThat(app.run(0, "datafix", "show", "names").stdout())
                .contains("3, 3, Carl, other", "name is not what row 3 of the file expects");
    }

    @Test
    void aDryRunEndsAsTheFixWouldWhereTheFileExpectsOtherValues() throws IOException, SQLException {
        app.file("datafixes/names.csv", "id,name,expected_name\n1,a,n1\n2,b,other\n")
                .fix("1_names", """
                -- rows: names.csv (id bigint, name text, expected_name text)
                UPDATE account AS a SET name = r.name FROM rows r WHERE a.id = r.id""");

        assertThat(app.run(20, "datafix", "apply", "--dry-run").stderr())
                .contains("would fail: name is not what is expected by row 2 of the file");
        app.run(20, "datafix", "apply");
    }

    @Test
    void badAndDoubleRowsOfAFileAreReportedBeforeAnythingIsDone() throws IOException, SQLException {
        app.file("datafixes/names.csv", "id,name\n1,a\nx,b\n3,c\n1,d\n").fix("1_names", """
                -- rows: names.csv (id bigint, name text)
                UPDATE account SET name = rows.name FROM rows WHERE account.id = rows.id""");

        assertThat(app.run(22, "datafix", "apply").stderr())
                .contains("line 3: id is no bigint", "line 5: the same id as line 2");
        assertThat(app.query("SELECT count(*) FROM account WHERE name LIKE 'n%'"))
                .containsExactly("2000");
        assertThat(app.query("SELECT count(*) FROM oneoff_fix")).containsExactly("0");
    }

    @Test
    void aFileWithAnotherHeaderIsRefusedAndItsFirstLineIsNotRepeated() throws IOException {
        app.file("datafixes/names.csv", "7,s3cret\n").fix("1_names", """
                -- rows: names.csv (id bigint, name text)
                UPDATE account SET name = rows.name FROM rows WHERE account.id = rows.id""");

        assertThat(app.run(22, "datafix", "apply").stderr())
                .contains("names.csv, line 1: the header lacks id, name", "first line name id, name")
                .doesNotContain("s3cret");

        app.file("datafixes/names.csv", "name,id,more\na,1,2\n");
        assertThat(app.run(22, "datafix", "apply").stderr()).contains("the header has 3 columns, the script 2");
    }

    @Test
    void rowsOfAFileThatLeadToOneRowAreRefusedHoweverTheyAreWritten() throws IOException, SQLException {
        app.file("datafixes/more.csv", "id,more\n7,1\n8,1\n07,1\n").fix("1_more", """
                -- rows: more.csv (id bigint, more int)
                UPDATE account SET balance = balance + rows.more FROM rows WHERE account.id = rows.id""");

        assertThat(app.run(22, "datafix", "apply").stderr()).contains("several rows of the file lead to the row 7");
        assertThat(balances()).isEqualTo("0 | 2000");
    }

    @Test
    void theBatchesOfAWorklistAreTakenBackInTheOrderTheyCame() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE job (id int PRIMARY KEY, account int)",
                "INSERT INTO job SELECT g, 1 + g % 2 FROM generate_series(1, 120) AS g");
        app.fix("1_jobs", """
                -- batches: order-independent
                -- find
                SELECT id FROM job
                -- apply
                UPDATE account SET balance = balance + 1 WHERE id IN (SELECT j.account FROM job j WHERE j.id IN (:keys));
                UPDATE account SET balance = balance + 2 WHERE id IN (SELECT j.account FROM job j WHERE j.id IN (:keys))""");

        app.run(0, "datafix", "apply");
        assertThat(balances()).doesNotContain("0 | 2000");
        assertThat(app.launch(0, "datafix", "revert", "jobs").stdout()).contains("no conflicts");
        assertThat(balances()).isEqualTo("0 | 2000");
    }
}
