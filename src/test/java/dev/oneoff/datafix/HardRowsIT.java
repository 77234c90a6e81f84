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
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Rows that a fix has trouble with: values that cannot be computed, several matches, statements that take their time. */
@Execution(ExecutionMode.CONCURRENT)
class HardRowsIT {

    @TempDir
    private Path folder;

    private TestDatabase database;
    private FixApp app;

    @BeforeEach
    void items() throws SQLException {
        database = TestDatabase.create();
        app = FixApp.in(folder, database);
        database.execute(
                "CREATE TABLE items (id bigint PRIMARY KEY, word text, number varchar(5))",
                """
                INSERT INTO items
                SELECT g, CASE g WHEN 400 THEN 'far too long' WHEN 700 THEN 'none' ELSE g::text END, ''
                FROM generate_series(1, 3000) AS g""",
                "CREATE TABLE names (item bigint, name text)",
                """
                INSERT INTO names
                SELECT g, 'n' || g FROM generate_series(1, 100) AS g UNION ALL SELECT g, 'n' || g FROM generate_series(50, 60) AS g""");
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void aValueThatDoesNotFitIsFoundNamedAndSetAside() throws IOException, SQLException {
        String text = "UPDATE items SET number = word WHERE number IS DISTINCT FROM word;";
        app.fix("1_copy", text);

        assertThat(app.run(20, "datafix", "apply").stderr())
                .contains("the row [\"400\"] cannot be changed", "value too long");
        assertThat(app.query("SELECT count(*) FROM items WHERE number = word AND id < 400"))
                .containsExactly("399");

        app.fix("1_copy", "-- on_error: quarantine 5\n" + text);
        assertThat(app.run(21, "datafix", "apply").stderr()).contains("1 row that was set aside");
        assertThat(app.query("SELECT row_key, sql_state FROM oneoff_fix_reject"))
                .containsExactly("[\"400\"] | 22001");
        assertThat(app.query("SELECT count(*) FROM items WHERE number IS DISTINCT FROM word"))
                .containsExactly("1");
    }

    @Test
    void aRowOnWhichTheConditionFailsIsNamedAndNeverSetAside() throws IOException, SQLException {
        app.fix(
                "1_numbers",
                "-- on_error: quarantine 5\nUPDATE items SET number = 'x' WHERE word::int > 0 AND number = '' AND id <> 400;");
        database.execute("UPDATE items SET word = '400' WHERE id = 400");

        ProcessResult result = app.run(20, "datafix", "apply");

        assertThat(result.stderr())
                .contains("the row [\"700\"] cannot be judged: ", "invalid input syntax for type integer")
                .doesNotContain("none");
        assertThat(app.query("SELECT count(*) FROM oneoff_fix_reject")).containsExactly("0");
        assertThat(app.query("SELECT count(*) FROM items WHERE number = 'x'")).containsExactly("698");
    }

    @Test
    void severalMatchesThatAgreeAreOneAndOthersAreRefused() throws IOException, SQLException {
        String text = "UPDATE items SET word = n.name FROM names n WHERE n.item = items.id AND word <> n.name;";
        app.fix("1_agree", text);

        assertThat(app.launch(0, "datafix", "apply").stdout()).contains("100 rows changed");
        assertThat(app.query("SELECT count(*) FROM items WHERE word = 'n' || id"))
                .containsExactly("100");
        app.run(0, "datafix", "revert", "agree");
        assertThat(app.query("SELECT count(*) FROM items WHERE word = id::text AND id <= 100"))
                .containsExactly("100");

        database.execute("INSERT INTO names VALUES (7, 'seven')");
        app.fix("2_differ", text.replace("word <>", "/* again */ word <>"));
        assertThat(app.run(22, "datafix", "apply", "differ").stderr()).contains("2 different values", "chance");
        assertThat(app.query("SELECT word FROM items WHERE id = 7")).containsExactly("7");
    }

    @Test
    void aDeleteThatFindsARowSeveralTimesDeletesItOnce() throws IOException, SQLException {
        app.fix("1_named", "DELETE FROM items USING names n WHERE n.item = items.id;");

        assertThat(app.launch(0, "datafix", "apply").stdout()).contains("100 rows changed");

        assertThat(app.query("SELECT sum(changed), sum(unchanged) FROM oneoff_fix_chunk"))
                .containsExactly("100 | 0");
        assertThat(app.query("SELECT sum(row_count) FROM oneoff_image")).containsExactly("100");
    }

    @Test
    void whatTheDatabaseAllowsAStatementDoesNotEndAFix() throws IOException, SQLException {
        database.execute("CREATE FUNCTION slow(bigint) RETURNS bigint LANGUAGE sql VOLATILE"
                + " AS 'SELECT CASE WHEN pg_sleep(0.002) IS NULL THEN 0 ELSE $1 END'");
        database.execute("DO 'BEGIN EXECUTE ''ALTER DATABASE '' || quote_ident(current_database())"
                + " || '' SET statement_timeout = 3000''; END'");
        app.fix(
                "1_slow",
                "-- expect: ..3000\nUPDATE items SET number = 'x' WHERE number = '';\n"
                        + "-- verify\nSELECT 1 FROM items WHERE slow(id) < 0");

        app.run(0, "datafix", "apply");

        assertThat(app.query("SELECT count(*) FROM items WHERE number = 'x'")).containsExactly("3000");
    }
}
