package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class H2ReplaceIT {

    private static final String ALL = "SELECT concat_ws(' ', id, email, team) FROM users ORDER BY id";

    @TempDir
    private Path folder;

    private TestDatabase database;
    private ImportApp app;

    @BeforeEach
    void table() throws SQLException {
        database = TestDatabase.h2(folder);
        database.execute(
                "CREATE TABLE users (id int PRIMARY KEY, email varchar NOT NULL UNIQUE, team int DEFAULT 7 NOT NULL)",
                "INSERT INTO users VALUES (1, 'a', 1), (2, 'b', 1), (3, 'c', 2), (4, 'd', 2)");
        app = new ImportApp(folder, database);
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void rowsThatAreNotInTheFileAreDeletedAndWhatTheyFreeIsTaken() throws IOException, SQLException {
        List<String> before = app.query(ALL);
        app.file("users.csv", "id,email\n1,a\n2,d\n5,c\n");

        assertThat(app.run(0, tried("50%")).stdout())
                .contains("1 inserted, 1 updated, 2 deleted, 1 unchanged")
                .containsPattern("3 +\\(3,c,2\\)");
        assertThat(app.query(ALL)).isEqualTo(before);

        app.run(0, replace("2"));
        assertThat(app.query(ALL)).containsExactly("1 a 1", "2 d 1", "5 c 7");
        app.run(0, replace("0"));
        assertThat(app.query("SELECT summary FROM oneoff_run ORDER BY started_at"))
                .containsExactly(
                        "public.users: 1 inserted, 1 updated, 2 deleted, 1 unchanged",
                        "public.users: 0 inserted, 0 updated, 0 deleted, 3 unchanged");
        // The second one has nothing to undo.
        app.run(
                0,
                "import",
                "--undo",
                app.query("SELECT import_id FROM oneoff_import_step").get(0));
        assertThat(app.query(ALL)).isEqualTo(before);
    }

    @Test
    void onlyRowsOfTheScopeAreDeletedAndTakenFromTheFile() throws IOException, SQLException {
        app.file("users.csv", "id,email,team\n3,c,2\n");
        assertThat(app.run(11, scoped("team = 2 -- theirs", "40%")).stderr())
                .contains("1 of 2 rows of public.users within --scope", "--max-delete 50%");
        app.run(0, scoped("users.team = 2 -- theirs", "1"));
        assertThat(app.query(ALL)).containsExactly("1 a 1", "2 b 1", "3 c 2");

        app.file("users.csv", "id,email,team\n1,a,2\n3,c,3\n8,h,2\n9,i,1\n");
        assertThat(app.run(22, scoped("team = 2", "9")).toString())
                .contains("3 of 4 rows are rejected", "its row is outside --scope", "it would be outside --scope");
        app.file("users.csv", "id,email\n3,c\n5,e\n");
        assertThat(app.run(22, scoped("team = 2", "9")).toString())
                .contains("1 of 2 rows is rejected", "it would be outside --scope");
        assertThat(app.query(ALL)).containsExactly("1 a 1", "2 b 1", "3 c 2");
    }

    @Test
    void nothingIsDeletedThatMayNotBe() throws IOException, SQLException {
        app.file("users.csv", "id,email\n1,a\n");
        assertThat(app.run(11, replace("2")).stderr())
                .contains("3 of 4 rows of public.users are not in the file", "--max-delete 3");
        assertThat(app.run(11, tried("74.9%")).toString()).contains("--max-delete 75%", "(4,d,2)");
        app.file("users.csv", "id,email\n");
        assertThat(app.run(11, replace("100%")).stderr()).contains("has no rows");
        app.file("users.csv", "id,email,team\n1,a,x\n2,b,1\n");
        app.run(22, replace("9"));
        app.file("users.csv", "id,team\n1,1\n9,1\n");
        assertThat(app.run(22, replace("9")).toString()).contains("not-null", "email");
        assertThat(app.query(ALL)).hasSize(4);
    }

    @Test
    void rowsElsewhereThatWouldGoOrChangeAreNamed() throws IOException, SQLException {
        app.file("users.csv", "id,email,team\n1,a,1\n2,b,1\n3,c,2\n");
        for (String[] rule : new String[][] {{" ON DELETE CASCADE", "deleted"}, {" ON DELETE SET NULL", "changed"}}) {
            orders(rule[0]);
            assertThat(app.run(11, replace("9")).stderr())
                    .contains(
                            "1 row of public.users would be deleted",
                            "1 row of public.orders would be " + rule[1] + " with them (by_whom)");
        }
        orders("");
        assertThat(app.run(20, replace("9")).stderr()).containsIgnoringCase("by_whom");
        assertThat(app.query(ALL)).hasSize(4);
    }

    private void orders(String rule) throws SQLException {
        database.execute(
                "DROP TABLE IF EXISTS orders",
                "CREATE TABLE orders (id int, buyer int, CONSTRAINT by_whom FOREIGN KEY (buyer) REFERENCES users" + rule
                        + ")",
                "INSERT INTO orders VALUES (1, 4), (2, 1)");
    }

    @Test
    void rowsOfATableThatReferToEachOtherMayLeaveThoseThatGo() throws IOException, SQLException {
        String[] command = {"import", "tree.csv", "--mode", "replace", "--max-delete", "3"};
        for (String rule : new String[] {" ON DELETE CASCADE", ""}) {
            database.execute(
                    "DROP TABLE IF EXISTS tree",
                    "CREATE TABLE tree (id int PRIMARY KEY, parent int, FOREIGN KEY (parent) REFERENCES tree" + rule
                            + ")",
                    "INSERT INTO tree VALUES (1, NULL), (2, 1), (3, 1), (4, 3)");
            app.file("tree.csv", "id,parent\n2,9\n9,\n");
            app.run(0, command);
            assertThat(app.query("SELECT * FROM tree ORDER BY id")).containsExactly("2 | 9", "9 | NULL");

            app.file("tree.csv", "id,parent\n2,9\n");
            int code = rule.isEmpty() ? 20 : 11;
            String why = rule.isEmpty() ? "Referential integrity" : "1 row of public.tree would be deleted with them";
            assertThat(app.run(code, command).stderr()).contains(why);
        }
        undo();
        assertThat(app.query("SELECT * FROM tree ORDER BY id")).containsExactly("1 | NULL", "2 | 1", "3 | 1", "4 | 3");
    }

    /** The last import. */
    private void undo() throws SQLException {
        String all = "SELECT id FROM oneoff_import ORDER BY changed_at DESC";
        app.run(0, "import", "--undo", app.query(all).get(0));
    }

    private static String[] tried(String most) {
        return new String[] {
            "import", "users.csv", "--mode", "replace", "--max-delete", most, "--key", "id", "--dry-run"
        };
    }

    private static String[] replace(String most) {
        return new String[] {"import", "users.csv", "--mode", "replace", "--max-delete", most, "--key", "id"};
    }

    private static String[] scoped(String scope, String most) {
        return new String[] {
            "import", "users.csv", "--mode", "replace", "--max-delete", most, "--key", "id", "--scope", scope
        };
    }
}
