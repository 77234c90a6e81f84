package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class H2DryRunIT extends DryRunContract {

    private static final String TRIGGER = "'org.h2.api.Trigger create() { return (connection, before, after) -> {}; }'";

    @Override
    TestDatabase open(Path folder) {
        return TestDatabase.h2(folder);
    }

    @Test
    void whereATriggerWouldActNothingIsTried() throws IOException, SQLException {
        database.execute(
                "CREATE TRIGGER logged BEFORE UPDATE ON users FOR EACH ROW AS " + TRIGGER,
                "CREATE TRIGGER gone BEFORE DELETE ON tags FOR EACH ROW AS " + TRIGGER);
        before = everything();
        app.fix("1_lower", LOWER);
        app.fix("2_gone", "-- cascade: accepted\nDELETE FROM users WHERE n > 290;");

        assertThat(app.run(0, "datafix", "apply", "lower", "--dry-run").stdout())
                .contains("unproven", "none: the trigger logged of public.users would act")
                .contains("- trigger logged, BEFORE UPDATE for each row");
        assertUntouched();
        database.execute("DROP TRIGGER logged");
        before = everything();
        assertThat(app.run(0, "datafix", "apply", "gone", "--dry-run").stdout())
                .contains("none: the trigger gone of public.tags would act");
        assertUntouched();
    }

    @Test
    void whereASequenceOrAFunctionWouldActNothingIsTried() throws IOException, SQLException {
        database.execute("CREATE SEQUENCE nos START WITH 1000", "CREATE ALIAS ticket FOR 'java.lang.System.nanoTime'");
        before = everything();
        app.fix("1_next", "UPDATE tags SET no = nextval('nos') WHERE no < 10;");
        app.fix("2_next", "UPDATE tags SET no = NEXT VALUE FOR nos WHERE no < 10;");
        app.fix("3_default", "UPDATE tags SET no = DEFAULT WHERE no < 10;");
        app.fix("4_function", "UPDATE tags SET no = 1000 + ticket() WHERE no < 10;");

        assertThat(app.run(0, "datafix", "apply", "--dry-run").stdout())
                .containsSubsequence(
                        "none: a sequence",
                        "none: a sequence",
                        "none: the sequence behind the column",
                        "none: the function ticket()");
        assertUntouched();
    }

    @Test
    void whereCountingTakesTooLongTheSizeOfTheTableIsSaid() throws IOException, SQLException {
        database.execute("""
                CREATE ALIAS slow AS
                'String slow(String value) throws Exception { Thread.sleep(30); return value.toLowerCase(); }'""");
        before = everything();
        app.fix("1_slow", "UPDATE users SET email = lower(email) WHERE email <> slow(email);");

        assertThat(app.run(0, "datafix", "apply", "--dry-run").stdout())
                .containsPattern("wrong +300\n")
                .contains("estimated by the planner", "none: the function slow()");
        assertUntouched();
    }

    @Test
    void windowsOverOneColumnAndOverSeveralAreFoundByTheKey() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE pair (a int, b int, n int, PRIMARY KEY (a, b))",
                "INSERT INTO pair SELECT g, g, g FROM generate_series(1, 100) AS s (g)");
        app.fix("1_lower", LOWER);
        app.fix("2_pairs", "UPDATE pair SET n = 0 WHERE n > 0;");

        assertThat(app.run(0, "datafix", "apply", "--dry-run").stdout())
                .containsSubsequence("windows and locks use the index", "windows and locks use the index");
    }

    @Test
    void noFileIsMade() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        FixApp nothing = FixApp.in(empty, TestDatabase.h2(empty)).fix("1_lower", LOWER);

        assertThat(nothing.run(22, "datafix", "apply", "--dry-run").stderr()).contains("there is no table users");
        assertThat(empty.resolve(".oneoff")).doesNotExist();
    }

    @Override
    List<String> everything() throws SQLException {
        return database.query("SCRIPT NOPASSWORDS");
    }
}
