package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a dry run says, and that the database is as it was. */
abstract class DryRunContract {

    static final String LOWER = "UPDATE users SET email = lower(email) WHERE email <> lower(email);";

    @TempDir
    Path folder;

    TestDatabase database;
    FixApp app;
    List<String> before = List.of();

    abstract TestDatabase open(Path folder) throws SQLException;

    /** Returns the catalogue, all rows, and where the sequences stand. */
    abstract List<String> everything() throws SQLException;

    @BeforeEach
    void users() throws IOException, SQLException {
        database = open(folder);
        Files.createFile(folder.resolve("oneoff.yaml"));
        app = FixApp.in(folder, database);
        database.execute(
                "CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email varchar(100) NOT NULL, n int)",
                """
                INSERT INTO users (email, n)
                SELECT CASE WHEN mod(g, 3) = 0 THEN 'User' ELSE 'user' END || g || '@x.example', g
                FROM generate_series(1, 300) AS s (g)""",
                "CREATE TABLE tags (id int PRIMARY KEY, user_id bigint REFERENCES users ON DELETE CASCADE, no serial)",
                "INSERT INTO tags (id, user_id) SELECT g, g FROM generate_series(1, 50) AS s (g)");
        before = everything();
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void saysHowManyRowsAreWrongAndShowsThemBeforeAndAfter() throws IOException, SQLException {
        app.fix("1_lower", "-- expect: ..500\n" + LOWER);

        String shown = app.run(0, "datafix", "apply", "--dry-run").stdout();

        assertThat(shown)
                .contains("public.users", "expect    ..500", "exactly")
                .containsPattern("idempotence +proven\n")
                .containsPattern("wrong +100\n")
                .contains("20 rows changed and rolled back; afterwards none was wrong")
                .containsPattern("3 +email +User3@x.example +user3@x.example")
                .containsPattern("30 +email +User30@x.example +user30@x.example")
                .doesNotContain("User33")
                .endsWith("Nothing was changed. Next: oneoff datafix apply 1_lower\n");
        assertUntouched();
    }

    @Test
    void jsonHasTheSame() throws IOException, SQLException {
        app.fix("1_lower", LOWER);

        assertThat(app.run(10, "datafix", "apply", "--check", "--output", "json")
                        .stdout())
                .contains("\"dryRun\" : true", "\"wrong\" : 100", "\"idempotence\" : \"proven\"")
                .contains("\"before\" : \"User3@x.example\"", "\"after\" : \"user3@x.example\"")
                .contains("1 fix would change 100 rows.");
        assertUntouched();
    }

    @Test
    void theDigestIsTheSameAsLongAsScriptTableAndCountAre() throws IOException, SQLException {
        app.fix("1_lower", LOWER);
        String first = digest();

        assertThat(digest()).hasSize(64).isEqualTo(first);
        database.execute("UPDATE users SET email = 'user3@x.example' WHERE id = 3");
        assertThat(digest()).isNotEqualTo(first);
    }

    @Test
    void aFixThatDoesNotConvergeIsRejectedWithTheKeyOfARow() throws IOException, SQLException {
        app.fix("1_more", "UPDATE users SET n = n + 1 WHERE n > 200;");

        ProcessResult told = app.run(22, "datafix", "apply", "--dry-run");

        assertThat(told.stdout()).contains("does-not-converge").containsPattern("201 +n +201 +202");
        assertThat(told.stderr())
                .contains(
                        "Fix 1_more, statement 1 (line 2) does not converge: after it the row 201 is as wrong as before.")
                .contains("next: ");
        assertUntouched();
    }

    @Test
    void aRowThatCannotBeChangedIsSaid() throws IOException, SQLException {
        database.execute("ALTER TABLE users ADD CONSTRAINT users_n_check CHECK (n < 1000)");
        before = everything();
        app.fix("1_far", "UPDATE users SET n = 2000 WHERE n < 10;");

        assertThat(app.run(20, "datafix", "apply", "--dry-run").stderr())
                .contains("statement 1 (line 2) would fail: ", "users_n_check", "next: ");
        assertUntouched();
    }

    @Test
    void deletedRowsAreTriedAndInsertedRowsRead() throws IOException, SQLException {
        app.fix("1_gone", "DELETE FROM tags WHERE id > 45;");
        app.fix(
                "2_new",
                "INSERT INTO tags (id, user_id, no) SELECT u.id, u.id, u.n FROM users u WHERE u.id > 290"
                        + " AND NOT EXISTS (SELECT FROM tags t WHERE t.id = u.id);");

        assertThat(app.run(0, "datafix", "apply", "--dry-run").stdout())
                .containsPattern("46 +\\(row\\) +id: 46, user_id: 46, no: 46 +\\(no row\\)")
                .containsPattern("\\(new\\) +\\(row\\) +\\(no row\\) +id: 291, user_id: 291, no: 291")
                .contains("5 rows changed and rolled back", "Next: oneoff datafix apply --all");
        assertUntouched();
    }

    @Test
    void saysThatMoreRowsAreWrongThanExpected() throws IOException, SQLException {
        app.fix("1_lower", "-- expect: ..50\n" + LOWER);

        ProcessResult told = app.run(0, "datafix", "apply", "--dry-run");

        assertThat(told.stdout())
                .contains("refused   more than the 50 of expect", "then: oneoff datafix apply 1_lower");
        assertThat(told.stderr())
                .contains("fix 1_lower would be refused: 100 rows are wrong, more than the 50 of expect");
        app.run(11, "datafix", "apply");
    }

    @Test
    void aFixThatIsHalfDoneSaysWhereItStands() throws IOException, SQLException {
        app.fix("1_lower", "-- expect: ..500\n" + LOWER);
        app.run(0, "datafix", "apply");
        database.execute(
                "UPDATE oneoff_fix SET state = 'interrupted'", "UPDATE users SET email = upper(email) WHERE id = 7");
        before = everything();

        assertThat(app.run(0, "datafix", "apply", "--dry-run").stdout())
                .containsPattern("state +interrupted")
                .containsPattern("changed +100")
                .containsPattern("wrong +1\n")
                .containsPattern("7 +email +USER7@X.EXAMPLE +user7@x.example");
        assertUntouched();
    }

    @Test
    void checkIsContentWhereNothingIsWrong() throws IOException, SQLException {
        app.fix("1_none", "UPDATE users SET n = 0 WHERE n < 0;");

        assertThat(app.run(0, "datafix", "apply", "--check").stdout()).contains("there is no wrong row to try");
        assertThat(app.run(2, "datafix", "cancel", "none", "--dry-run").stderr())
                .contains("for apply, try, revert and purge");
        assertUntouched();
    }

    @Test
    void tryWritesTheScriptAndShowsWhatItWouldDo() throws IOException, SQLException {
        String shown = app.run(
                        0,
                        "datafix",
                        "try",
                        LOWER,
                        "--reason",
                        "Sign-up stored addresses as they were typed by people",
                        "--ticket",
                        "SHOP-1")
                .stdout();

        List<String> files = scripts();
        assertThat(files).singleElement().asString().matches("\\d{8}_\\d{4}_sign_up_stored_addresses_as_they\\.sql");
        assertThat(folder.resolve("datafixes").resolve(files.get(0)))
                .hasContent(
                        "-- fix: Sign-up stored addresses as they were typed by people\n-- ticket: SHOP-1\n\n" + LOWER);
        assertThat(shown)
                .contains("written  datafixes/" + files.get(0))
                .contains("User3@x.example", "Next: oneoff datafix apply 2");
        assertUntouched();
    }

    @Test
    void tryWritesNothingWithoutAReasonOrForAStatementThatIsRefused() throws IOException, SQLException {
        assertThat(app.run(2, "datafix", "try", LOWER).stderr()).contains("no reason", "--reason");
        assertThat(app.run(22, "datafix", "try", "UPDATE userz SET n = 1 WHERE n = 2", "--reason", "A test")
                        .stderr())
                .contains("there is no table userz");

        assertThat(app.run(22, "datafix", "try", LOWER.replace("users", "table_to_fix"), "--reason", "A test")
                        .stderr())
                .contains("still the skeleton");

        assertThat(scripts()).isEmpty();
        assertUntouched();
    }

    private List<String> scripts() throws IOException {
        Path scripts = folder.resolve("datafixes");
        if (!Files.exists(scripts)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(scripts)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private String digest() {
        return app.run(0, "datafix", "apply", "--dry-run")
                .stdout()
                .lines()
                .filter(line -> line.startsWith("digest"))
                .map(line -> line.replaceAll("^digest +", ""))
                .findFirst()
                .orElseThrow();
    }

    void assertUntouched() throws SQLException {
        assertThat(everything()).isEqualTo(before);
    }
}
