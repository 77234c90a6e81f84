package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class DryRunIT extends DryRunContract {

    @Override
    TestDatabase open(Path folder) throws SQLException {
        return TestDatabase.create();
    }

    @Test
    void aForeignKeyThatIsCheckedLateFailsOnTheSampleToo() throws IOException, SQLException {
        database.execute("ALTER TABLE tags ALTER CONSTRAINT tags_user_id_fkey DEFERRABLE INITIALLY DEFERRED");
        app.fix("1_lost", "UPDATE tags SET user_id = 999 WHERE user_id = 7;");

        assertThat(app.run(20, "datafix", "apply", "--dry-run").stderr()).contains("tags_user_id_fkey");
        assertUntouched();
    }

    @Test
    void whereATriggerWouldActNothingIsTried() throws IOException, SQLException {
        database.execute("""
                CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM nextval('tags_no_seq'); RETURN NEW; END $$""", "CREATE TRIGGER logged BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION log()");
        before = everything();
        app.fix("1_lower", LOWER);

        assertThat(app.run(0, "datafix", "apply", "--dry-run").stdout())
                .contains("unproven", "none: the trigger logged of users would act")
                .contains("- trigger logged, BEFORE UPDATE for each row");
        assertUntouched();
    }

    @Test
    void whereATriggerOfATableBelowWouldActNothingIsTried() throws IOException, SQLException {
        database.execute(
                "CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$",
                "CREATE TRIGGER logged BEFORE DELETE ON tags FOR EACH ROW EXECUTE FUNCTION log()");
        before = everything();
        app.fix("1_gone", "-- cascade: accepted\nDELETE FROM users WHERE n > 290;");

        assertThat(app.run(0, "datafix", "apply", "--dry-run").stdout())
                .contains("none: the trigger logged of tags would act");
        assertUntouched();
    }

    @Test
    void whereASequenceWouldMoveNothingIsTried() throws IOException, SQLException {
        database.execute("""
                CREATE FUNCTION ticket() RETURNS int LANGUAGE plpgsql AS
                $$ BEGIN RETURN nextval('tags_no_seq'); END $$""");
        before = everything();
        app.fix("1_next", "UPDATE tags SET no = nextval('tags_no_seq') WHERE no < 10;");
        app.fix("2_default", "UPDATE tags SET no = DEFAULT WHERE no < 10;");
        app.fix("3_function", "UPDATE tags SET no = 1000 + ticket() WHERE no < 10;");
        app.fix(
                "4_insert",
                "INSERT INTO tags (id, no) SELECT u.id, nextval('tags_no_seq') FROM users u WHERE u.id > 290"
                        + " AND NOT EXISTS (SELECT FROM tags t WHERE t.id = u.id);");

        assertThat(app.run(0, "datafix", "apply", "--dry-run").stdout())
                .containsSubsequence(
                        "none: the volatile function pg_catalog.nextval()",
                        "none: the sequence tags_no_seq",
                        "none: the volatile function public.ticket()",
                        "none: the volatile function pg_catalog.nextval()");
        assertUntouched();
    }

    @Test
    void rowsThatSomebodyElseHasLockedAreNotWaitedFor() throws IOException, SQLException {
        app.fix("1_lower", LOWER);
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT FROM users WHERE id = 3 FOR UPDATE");

            assertThat(app.run(0, "datafix", "apply", "--dry-run").stdout())
                    .containsPattern("idempotence +proven\n")
                    .doesNotContain("User3@");
        }
    }

    @Test
    void whereCountingTakesTooLongThePlannerGuessesAndThatIsSaid() throws IOException, SQLException {
        database.execute("""
                CREATE FUNCTION slow(value text) RETURNS text STABLE LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_sleep(0.03); RETURN lower(value); END $$""", "ANALYZE users");
        before = everything();
        app.fix("1_slow", "UPDATE users SET email = lower(email) WHERE email <> slow(email);");

        assertThat(app.run(0, "datafix", "apply", "--dry-run").stdout())
                .containsPattern("wrong +29\\d\n")
                .contains("estimated by the planner")
                .containsPattern("idempotence +proven\n");
        assertUntouched();
    }

    /** All relations there are, all rows of the tables, and where the sequences stand. */
    @Override
    List<String> everything() throws SQLException {
        List<String> found = new ArrayList<>(database.query(
                "SELECT oid, relname, relkind, relfilenode FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                        + " ORDER BY oid"));
        for (String table : database.query(
                "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1")) {
            found.addAll(database.query("SELECT ctid, t::text FROM " + table + " t ORDER BY ctid"));
        }
        for (String sequence : database.query(
                "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' ORDER BY 1")) {
            found.addAll(database.query("SELECT last_value, log_cnt, is_called FROM " + sequence));
        }
        return found;
    }
}
