package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.cli.InProcess;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Imports by a role that row policies are made for. */
@Execution(ExecutionMode.CONCURRENT)
class RowPoliciesIT {

    private static final String ALL = "SELECT id, name FROM item ORDER BY id";

    @TempDir
    private Path folder;

    private TestDatabase database;
    private ImportApp app;
    private String role;
    private String url;

    @BeforeEach
    void table() throws SQLException, IOException {
        database = TestDatabase.create();
        role = database.name();
        url = database.urlOfRoleWith("s3cret");
        database.execute(
                "GRANT CREATE, USAGE ON SCHEMA public TO " + role,
                "GRANT TEMPORARY ON DATABASE " + database.name() + " TO " + role,
                "CREATE TABLE item (id int PRIMARY KEY, name text)",
                "INSERT INTO item VALUES (1, 'a'), (2, 'b')",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON item TO " + role,
                "CREATE POLICY one ON item TO " + role + " USING (id <> 2) WITH CHECK (TRUE)");
        app = new ImportApp(folder, database).file("item.csv", "id,name\n1,aa\n2,bb\n3,cc\n");
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void aPolicyThatHidesRowsStopsTheImportInEveryMode() throws SQLException {
        database.execute("ALTER TABLE item ENABLE ROW LEVEL SECURITY");

        for (String mode : new String[] {"insert", "upsert", "update"}) {
            assertRefused("import", "item.csv", "--mode", mode);
            assertRefused("import", "item.csv", "--mode", mode, "--dry-run");
        }
        assertRefused("import", "item.csv", "--mode", "replace", "--max-delete", "100%");
        assertThat(app.query(ALL)).containsExactly("1 | a", "2 | b");
    }

    private void assertRefused(String... command) {
        ProcessResult result = run(command);
        assertThat(result.exitCode()).as("%s", result).isEqualTo(31);
        assertThat(result.stderr()).contains("row-level security policy for table \"item\"");
    }

    @Test
    void whoPassesThePoliciesByImportsAsEverywhere() throws SQLException {
        assertThat(run("import", "item.csv", "--mode", "upsert").exitCode()).isZero();
        database.execute("ALTER TABLE item ENABLE ROW LEVEL SECURITY", "ALTER ROLE " + role + " BYPASSRLS");
        database.execute("UPDATE item SET name = 'b' WHERE id = 2");

        assertThat(run("import", "item.csv", "--mode", "upsert").exitCode()).isZero();
        assertThat(app.query(ALL)).containsExactly("1 | aa", "2 | bb", "3 | cc");
    }

    private ProcessResult run(String... command) {
        return new InProcess(folder, Map.of("DATABASE_URL", url)).run(command);
    }
}
