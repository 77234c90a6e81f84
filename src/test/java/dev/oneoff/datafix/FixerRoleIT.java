package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Data fixes under a role that was granted what {@code docs/operations.md} says, and under one that lacks some of it. */
@Execution(ExecutionMode.CONCURRENT)
class FixerRoleIT {

    private static final String EMAILS = "SELECT count(*), count(*) FILTER (WHERE email = lower(email)) FROM users";

    @TempDir
    private Path folder;

    private TestDatabase database;
    private String role;
    private FixApp fixer;

    @BeforeEach
    void grant() throws IOException, SQLException {
        database = TestDatabase.create();
        role = database.name();
        String url = database.urlOfRoleWith("s3cret");
        FixApp owner = FixApp.in(folder, database);
        fixer = owner.with("DATABASE_URL", url);
        database.execute(
                "CREATE TABLE users (id int PRIMARY KEY, email text)",
                "INSERT INTO users SELECT n, 'U' || n FROM generate_series(1, 50) n",
                "CREATE TABLE names (id int PRIMARY KEY, name text)",
                "INSERT INTO names VALUES (1, 'ada')",
                "REVOKE ALL ON DATABASE " + database.name() + " FROM PUBLIC",
                "GRANT CONNECT ON DATABASE " + database.name() + " TO " + role);
        // The migrator has been here: the tables are there.
        owner.run(0, "protect", "on");
        owner.run(0, "protect", "off", "--yes");
        database.execute(documented());
        fixer.fix("1_update", "UPDATE users SET email = lower(email) WHERE email <> lower(email);")
                .fix("2_delete", "DELETE FROM users WHERE id > 40;")
                .fix("3_insert", """
                        INSERT INTO users (id, email) SELECT n.id + 100, n.name FROM names n
                        WHERE NOT EXISTS (SELECT FROM users u WHERE u.id = n.id + 100);""")
                .fix("4_work", """
                        -- find
                        SELECT id FROM users WHERE id < 5;
                        -- apply
                        UPDATE users SET email = email || 'x' WHERE id = ANY (:keys);""");
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    /** Returns the grants of the page, for the role of this test. */
    private String[] documented() throws IOException {
        String page = Files.readString(Path.of("docs", "operations.md"));
        String block = Arrays.stream(page.split("```", -1))
                .filter(part -> part.startsWith("sql\n") && part.contains("oneoff_image"))
                .findFirst()
                .orElseThrow();
        return block.lines()
                .filter(line -> line.startsWith("GRANT "))
                .map(line -> line.replace("TO fixer;", "TO " + role))
                .toArray(String[]::new);
    }

    @Test
    void whatThePageGrantsIsEnough() throws SQLException {
        database.execute("GRANT SELECT, UPDATE ON names TO " + role);
        for (String id : List.of("1_update", "2_delete", "3_insert", "4_work")) {
            fixer.run(0, "datafix", "apply", id, "--dry-run");
            fixer.run(0, "datafix", "apply", id);
        }
        assertThat(fixer.query(EMAILS)).containsExactly("41 | 41");
        fixer.run(0, "datafix", "list");
        fixer.run(0, "datafix", "show", "update");
        fixer.run(0, "history");
        database.execute("UPDATE users SET email = 'MINE' WHERE id = 7");
        for (String id : List.of("4_work", "3_insert", "2_delete", "1_update")) {
            fixer.run(0, "datafix", "revert", id, "--dry-run");
            fixer.run(0, "datafix", "revert", id);
        }
        assertThat(fixer.query(EMAILS)).containsExactly("50 | 0");
        fixer.run(0, "datafix", "revert", "1_update", "--mode", "force", "--yes");
        fixer.run(0, "datafix", "purge", "--older-than", "0s");
        assertThat(fixer.query("SELECT count(*) FROM oneoff_image")).containsExactly("0");
    }

    @Test
    void whatIsMissingIsNamed() throws SQLException {
        database.execute("REVOKE UPDATE, DELETE ON users FROM " + role);
        denied("GRANT UPDATE ON users TO " + role, "datafix", "apply", "1_update", "--dry-run");
        denied("GRANT UPDATE ON users TO " + role, "datafix", "apply", "1_update");
        denied("GRANT UPDATE, DELETE ON users TO " + role, "datafix", "apply", "2_delete");
        denied("GRANT SELECT ON names TO " + role, "datafix", "apply", "3_insert", "--dry-run");
        database.execute("GRANT SELECT ON names TO " + role);
        denied("GRANT UPDATE ON names TO " + role, "datafix", "apply", "3_insert");
        assertThat(fixer.query(EMAILS)).containsExactly("50 | 0");
    }

    @Test
    void whatIsMissingOnTablesOfOneoffIsNamed() throws SQLException {
        database.execute("REVOKE INSERT ON oneoff_image FROM " + role);
        denied("GRANT INSERT ON oneoff_image TO " + role, "datafix", "apply", "1_update");
        assertThat(fixer.query(EMAILS)).containsExactly("50 | 0");
        database.execute("GRANT INSERT ON oneoff_image TO " + role);
        fixer.run(0, "datafix", "apply", "1_update");
        database.execute("REVOKE UPDATE ON oneoff_image FROM " + role);
        denied("GRANT UPDATE ON oneoff_image TO " + role, "datafix", "revert", "1_update");
        assertThat(fixer.query(EMAILS)).containsExactly("50 | 50");
        database.execute("REVOKE SELECT ON oneoff_fix FROM " + role);
        denied("GRANT SELECT ON oneoff_fix TO " + role, "datafix", "list");
        denied("GRANT SELECT ON oneoff_fix TO " + role, "datafix", "apply");
        database.execute("REVOKE USAGE ON SCHEMA public FROM " + role, "REVOKE USAGE ON SCHEMA public FROM PUBLIC");
        fixer.run(78, "datafix", "list");
    }

    private void denied(String grant, String... arguments) {
        assertThat(fixer.run(31, arguments).stderr()).contains("missing: " + grant + "\n", "next: Have it granted: ");
    }
}
