package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fixes that work off keys chosen once. */
abstract class WorklistContract {

    static final String ADD = """
            -- params: amount int
            -- find
            SELECT id FROM account WHERE id % 2 = 0
            -- apply
            UPDATE account SET balance = balance + :amount WHERE id IN (:keys)""";

    @TempDir
    Path folder;

    TestDatabase database;
    FixApp app;

    abstract TestDatabase create(Path folder) throws SQLException;

    /** Returns the SQLSTATE of a check that is violated. */
    abstract String checkViolation();

    @BeforeEach
    void accounts() throws SQLException {
        database = create(folder);
        app = FixApp.in(folder, database);
        database.execute(
                "CREATE TABLE account (id bigint PRIMARY KEY, name text, balance int NOT NULL CHECK (balance < 100))",
                "INSERT INTO account SELECT g, 'n' || g, 0 FROM generate_series(1, 2000) AS s (g)");
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
        assertThat(app.launch(0, "datafix", "apply").stdout()).contains("nothing to do");
        assertThat(balances()).isEqualTo("0 | 1000, 10 | 1000");

        app.run(0, "datafix", "revert", "add");
        assertThat(balances()).isEqualTo("0 | 2000");
    }

    /** Each batch writes images of both statements, and keys of several batches lead to one row. */
    @Test
    void whatSeveralBatchesWroteToOneRowIsNoConflictOfTheirs() throws IOException, SQLException {
        app.fix("1_add", """
                -- batches: order-independent
                -- find
                SELECT id FROM account WHERE id <= 500
                -- apply
                UPDATE account SET balance = balance + 1 WHERE id IN (:keys);
                UPDATE account SET balance = balance + 1 WHERE id IN (SELECT 1 + k.id % 400 FROM account k WHERE k.id IN (:keys))""");
        app.run(0, "datafix", "apply");
        assertThat(balances()).isEqualTo("0 | 1500, 1 | 100, 2 | 300, 3 | 100");

        assertThat(app.run(0, "datafix", "revert", "add", "--dry-run").stdout())
                .contains("would restore 1,000 rows, no conflicts");
        app.run(0, "datafix", "revert", "add", "--mode", "strict");
        assertThat(balances()).isEqualTo("0 | 2000");
    }

    @Test
    void aKeyThatCannotBeDoneIsSetAsideAndTriedAgainWithoutDoingTheOthersTwice() throws IOException, SQLException {
        database.execute("UPDATE account SET balance = 95 WHERE id = 700");
        app.fix("1_add", "-- on_error: quarantine 5\n" + ADD);

        ProcessResult result = app.run(21, "datafix", "apply", "--param", "amount=10");

        assertThat(result.stderr()).contains("but for 1 row that was set aside");
        assertThat(app.run(0, "datafix", "show", "add").stdout()).contains("350, 700", checkViolation());
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
                .contains("--param amount is no int", "given: ten");
        assertThat(app.run(2, "datafix", "apply", "--param", "amont=1").stderr())
                .contains("Did you mean amount?");
        app.run(20, "datafix", "apply", "--param", "amount=10");
        assertThat(app.run(2, "datafix", "apply", "--param", "amount=4").stderr())
                .contains("began with another value of amount");
    }

    @Test
    void whatACheckReadsHasToBeTheSameAfterwards() throws IOException, SQLException {
        app.fix("1_add", ADD + "\n-- check\nSELECT sum(balance) FROM account");

        assertThat(app.run(21, "datafix", "apply", "--param", "amount=3").stderr())
                .contains("its check found (0) before it and (3000) after it", "oneoff datafix revert 1_add");
    }

    @Test
    void aFixThatRepeatsBeginsAnewEachTimeItIsNamed() throws IOException, SQLException {
        app.fix("1_clean", "-- repeat: yes\nUPDATE account SET name = 'x' WHERE name <> 'x'");

        app.run(0, "datafix", "apply", "clean");
        database.execute("UPDATE account SET name = 'y' WHERE id < 4");
        assertThat(app.launch(0, "datafix", "apply", "clean").stdout()).contains("3 rows changed");
        assertThat(app.launch(0, "datafix", "apply").stdout()).contains("nothing to do");
    }

    @Test
    void aKeyThatIsNullIsRefusedBeforeAnythingIsDone() throws IOException, SQLException {
        app.fix("1_add", ADD.replace("SELECT id FROM account", "SELECT NULLIF(id, 4) FROM account"));

        assertThat(app.run(22, "datafix", "apply", "--param", "amount=1").stderr())
                .contains("1 of the keys that -- find returns are NULL");
        assertThat(balances()).isEqualTo("0 | 2000");
    }

    String balances() throws SQLException {
        return String.join(", ", app.query("SELECT balance, count(*) FROM account GROUP BY balance ORDER BY balance"));
    }
}
