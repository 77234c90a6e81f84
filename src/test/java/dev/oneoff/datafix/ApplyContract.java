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

/** What applying a fix changes, and what it leaves alone. */
abstract class ApplyContract {

    static final String LOWER = "UPDATE users SET email = lower(email) WHERE email <> lower(email);";

    @TempDir
    Path folder;

    TestDatabase database;
    FixApp app;

    abstract TestDatabase create(Path folder) throws SQLException;

    /** Returns the SQLSTATE of a check that is violated. */
    abstract String checkViolation();

    @BeforeEach
    void users() throws SQLException {
        database = create(folder);
        app = FixApp.in(folder, database);
        database.execute("CREATE TABLE users (id bigint PRIMARY KEY, email text, status text)", """
                INSERT INTO users
                SELECT g, CASE WHEN g % 3 = 0 THEN 'U' ELSE 'u' END || g || '@x.example', 'active'
                FROM generate_series(1, 3000) AS s (g)""");
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void changesEveryWrongRowOnceKeepsTheOldValuesAndThenHasNothingToDo() throws IOException, SQLException {
        app.fix("1_lower", LOWER);

        assertThat(app.launch(0, "datafix", "apply").stdout()).contains("1,000 rows changed", "nothing wrong is left");

        assertThat(app.query("SELECT count(*) FROM users WHERE email <> lower(email)"))
                .containsExactly("0");
        assertThat(app.query("SELECT changed, unchanged FROM oneoff_fix_chunk WHERE done"))
                .containsExactly("1000 | 0");
        assertThat(app.query("SELECT sum(row_count) FROM oneoff_image")).containsExactly("1000");
        assertThat(app.query("SELECT count(*) FROM oneoff_image"
                        + " WHERE replace(content, ' ', '') LIKE '%[[\"3\"],[\"U3@x.example\"],[\"u3@x.example\"]]%'"))
                .containsExactly("1");
        assertThat(app.launch(0, "datafix", "apply").stdout()).contains("nothing to do");
        assertThat(app.run(0, "datafix", "require", "lower").stdout()).contains("succeeded");
    }

    @Test
    void deletesAndInsertsAndRunsTheStatementsInOrder() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE accounts (user_id bigint PRIMARY KEY, opened timestamp with time zone NOT NULL)");
        app.fix("1_accounts", """
                INSERT INTO accounts (user_id, opened)
                SELECT u.id, now() FROM users u
                WHERE NOT EXISTS (SELECT FROM accounts a WHERE a.user_id = u.id);
                DELETE FROM users WHERE id > 2000;""");

        app.run(0, "datafix", "apply", "accounts");

        assertThat(app.query("SELECT count(*), count(DISTINCT opened) FROM accounts"))
                .containsExactly("3000 | 1");
        assertThat(app.query("SELECT count(*) FROM users")).containsExactly("2000");
        assertThat(app.query("SELECT step, sum(row_count) FROM oneoff_image GROUP BY step ORDER BY step"))
                .containsExactly("1 | 3000", "2 | 1000");
    }

    @Test
    void keysOfSeveralColumnsOddNamesAndCommentsAtTheEnd() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE \"Odd Lines\" (shop text, \"No\" int, price numeric(10, 2), PRIMARY KEY (shop, \"No\"))",
                "INSERT INTO \"Odd Lines\" SELECT chr(65 + mod(g, 5)) || ',\"\\', g, 1 FROM generate_series(1, 500) AS s (g)",
                "CREATE TABLE prices (no int PRIMARY KEY, price numeric(10, 2))",
                "INSERT INTO prices SELECT g, 2.50 FROM generate_series(1, 400) AS s (g)");
        app.fix("1_prices", """
                UPDATE "Odd Lines" AS l SET price = (SELECT p.price FROM prices p WHERE p.no = l."No") -- the new one
                WHERE EXISTS (SELECT 1 FROM prices p WHERE p.no = l."No" AND l.price <> p.price) -- or is it?
                """);

        app.run(0, "datafix", "apply");

        assertThat(app.query("SELECT price, count(*) FROM \"Odd Lines\" GROUP BY price ORDER BY price"))
                .containsExactly("1.00 | 100", "2.50 | 400");
    }

    @Test
    void moreRowsThanExpectedStopBeforeTheFirstWrite() throws IOException, SQLException {
        app.fix("1_lower", "-- expect: ..999\n" + LOWER);

        ProcessResult result = app.run(11, "datafix", "apply");

        assertThat(result.stderr()).contains("would change more than 999 rows", "oneoff datafix apply 1_lower");
        assertThat(app.query("SELECT count(*) FROM users WHERE email <> lower(email)"))
                .containsExactly("1000");
        assertThat(app.run(0, "datafix", "list").stdout()).contains("paused");
    }

    @Test
    void aFixThatDoesNotConvergeIsStoppedInItsFirstBatch() throws IOException, SQLException {
        app.fix("1_never", "UPDATE users SET status = 'closed' WHERE email <> lower(email);");

        ProcessResult result = app.run(22, "datafix", "apply");

        assertThat(result.stderr()).contains("does not converge", "the row [\"3\"]");
        assertThat(app.query("SELECT count(*) FROM users WHERE status = 'closed'"))
                .containsExactly("0");
        assertThat(app.query("SELECT count(*) FROM oneoff_image")).containsExactly("0");
    }

    @Test
    void aRowThatCannotBeChangedIsNamedOrSetAside() throws IOException, SQLException {
        database.execute(
                "ALTER TABLE users ADD CONSTRAINT users_check CHECK (id NOT IN (900, 1200) OR email <> lower(email))");
        app.fix("1_lower", LOWER);

        assertThat(app.run(20, "datafix", "apply").stderr())
                .contains("the row [\"900\"] cannot be changed", "users_check");
        assertThat(app.query("SELECT count(*) FROM users WHERE email <> lower(email) AND id < 900"))
                .containsExactly("0");

        app.fix("1_lower", "-- on_error: quarantine 5\n" + LOWER);
        ProcessResult result = app.run(21, "datafix", "apply");
        assertThat(result.stderr()).contains("but for 2 rows that were set aside");
        assertThat(app.query("SELECT count(*) FROM users WHERE email <> lower(email)"))
                .containsExactly("2");
        assertThat(app.run(0, "datafix", "show", "lower").stdout()).contains("900", "1200", checkViolation());
        assertThat(app.run(10, "datafix", "require", "lower").stderr()).contains("incomplete");

        database.execute("ALTER TABLE users DROP CONSTRAINT users_check");
        app.run(0, "datafix", "apply", "lower");
        assertThat(app.query("SELECT changed FROM oneoff_fix_chunk ORDER BY chunk DESC LIMIT 1"))
                .containsExactly("2");
    }

    @Test
    void aHalfDoneFixIsNotGoneOnWithAnotherScript() throws IOException, SQLException {
        database.execute("ALTER TABLE users ADD CHECK (id <> 900 OR email <> lower(email))");
        app.fix("1_lower", LOWER).run(20, "datafix", "apply");
        app.fix("1_lower", LOWER.replace("lower(email) WHERE", "upper(email) WHERE"));

        assertThat(app.run(22, "datafix", "apply").stderr())
                .contains("changed half-way", "oneoff datafix cancel 1_lower");
        assertThat(app.launch(0, "datafix", "cancel", "lower").stdout()).contains("cancelled");
        assertThat(app.run(11, "datafix", "apply", "lower").stderr()).contains("--again");
    }

    @Test
    void verifyHasTheLastWord() throws IOException, SQLException {
        app.fix("1_lower", LOWER + "\n-- verify\nSELECT id, email FROM users WHERE email LIKE 'u9@%';");

        assertThat(app.run(21, "datafix", "apply").stderr())
                .contains("its verify query finds: (9,u9@x.example)", "oneoff datafix revert 1_lower");
    }

    @Test
    void aSecondStatementThatUndoesTheFirstIsSeenAtTheEnd() throws IOException, SQLException {
        app.fix("1_pingpong", """
                UPDATE users SET status = 'closed' WHERE id = 7 AND status = 'active';
                UPDATE users SET status = 'active' WHERE id = 7 AND status = 'closed';""");

        assertThat(app.run(21, "datafix", "apply").stderr()).contains("1 row is wrong by statement 1 again");
    }

    @Test
    void anErrorThatIsNobodysFaultSetsNoRowAside() throws IOException, SQLException {
        database.execute(
                "UPDATE users SET status = 'zz' WHERE id = 27", "UPDATE users SET status = '1' WHERE id <> 27");
        app.fix(
                "1_number",
                "-- on_error: quarantine 5\n"
                        + "UPDATE users SET email = lower(email) WHERE email <> lower(email) AND status::int > 0;");

        assertThat(app.run(20, "datafix", "apply").stderr()).contains("row [\"27\"] cannot be judged");
        assertThat(app.query("SELECT count(*) FROM oneoff_fix_reject")).containsExactly("0");
    }

    @Test
    void whatARowHoldsIsNotInTheLog() throws IOException, SQLException {
        database.execute("ALTER TABLE users ADD CHECK (id <> 900 OR email <> lower(email))");
        app.fix("1_lower", LOWER);

        ProcessResult result = app.launch(20, "datafix", "apply");
        assertThat(result.stdout() + result.stderr()).contains("[\"900\"]").doesNotContain("u900@");
    }

    @Test
    void aTableThatIsCalledAsAPartOfOurStatementIsRefused() throws IOException {
        app.fix("1_names", "UPDATE users SET email = 'x' FROM oneoff_locked l WHERE l.id = users.id AND email <> 'x';");

        assertThat(app.run(22, "datafix", "apply").stderr()).contains("names that begin with oneoff_");
    }
}
