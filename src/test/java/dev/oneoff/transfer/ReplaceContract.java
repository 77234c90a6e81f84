package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

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

@Execution(ExecutionMode.CONCURRENT)
abstract class ReplaceContract {

    static final String ALL = "SELECT concat_ws(' ', id, email, team) FROM users ORDER BY id";

    @TempDir
    private Path folder;

    TestDatabase database;
    ImportApp app;

    abstract TestDatabase open(Path application) throws SQLException;

    @BeforeEach
    void table() throws SQLException {
        database = open(folder);
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
    void rowsThatAreNotInTheFileAreDeletedAndASecondRunChangesNothing() throws IOException, SQLException {
        app.file("users.csv", "id,email\n1,a\n2,bb\n5,e\n");

        assertThat(app.run(0, "import", "users.csv", "--mode", "replace", "--max-delete", "50%", "--dry-run")
                        .stdout())
                .contains("1 inserted, 1 updated, 2 deleted, 1 unchanged")
                .containsPattern("3 +\\(3,c,2\\)");
        assertThat(app.query(ALL)).hasSize(4);

        app.run(0, "import", "users.csv", "--mode", "replace", "--max-delete", "2");
        assertThat(app.query(ALL)).containsExactly("1 a 1", "2 bb 1", "5 e 7");
        assertThat(app.run(0, "import", "users.csv", "--mode", "replace", "--max-delete", "0", "--output", "json")
                        .stdout())
                .contains("\"deleted\" : 0", "\"inserted\" : 0", "\"updated\" : 0", "\"unchanged\" : 3");
        assertThat(app.query("SELECT summary FROM oneoff_run ORDER BY started_at"))
                .containsExactly(
                        "public.users: 1 inserted, 1 updated, 2 deleted, 1 unchanged",
                        "public.users: 0 inserted, 0 updated, 0 deleted, 3 unchanged");
    }

    @Test
    void onlyRowsOfTheScopeAreDeleted() throws IOException, SQLException {
        app.file("users.csv", "id,email,team\n3,c,2\n");

        assertThat(app.run(11, scoped("team = 2 -- theirs", "40%")).stderr())
                .contains(
                        "1 of 2 rows of public.users within --scope",
                        "--max-delete 40% does not allow it",
                        "--max-delete 50%");
        app.run(0, scoped("users.team = 2 -- theirs", "1"));
        assertThat(app.query(ALL)).containsExactly("1 a 1", "2 b 1", "3 c 2");
    }

    @Test
    void aRowThatTheScopeDoesNotHoldBeforeOrAfterwardsIsRejected() throws IOException, SQLException {
        app.file("users.csv", "id,email,team\n1,a,2\n3,c,3\n4,d,2\n9,i,1\n");

        assertThat(app.run(22, scoped("team = 2", "9")).toString())
                .contains("3 of 4 rows are rejected", "its row is outside --scope", "it would be outside --scope");

        // What a default gives it is known when it is there.
        app.file("users.csv", "id,email\n3,c\n4,d\n5,e\n");
        assertThat(app.run(22, scoped("team = 2", "9")).toString())
                .contains("1 of 3 rows is rejected", "it would be outside --scope");
        assertThat(app.query(ALL)).containsExactly("1 a 1", "2 b 1", "3 c 2", "4 d 2");
    }

    @Test
    void howManyRowsMayBeDeletedHasToBeSaidAndIsHeld() throws IOException, SQLException {
        app.file("users.csv", "id,email\n1,a\n");

        assertThat(app.run(2, "import", "users.csv", "--mode", "replace").stderr())
                .contains("--max-delete 100, or --max-delete 5%");
        assertThat(app.run(2, replace("many")).stderr()).contains("--max-delete many");
        assertThat(app.run(2, "import", "users.csv", "--scope", "TRUE").stderr())
                .contains("go with --mode replace");
        assertThat(app.run(11, replace("2")).stderr())
                .contains("3 of 4 rows of public.users are not in the file", "--max-delete 3");
        assertThat(app.run(11, "import", "users.csv", "--mode", "replace", "--max-delete", "74.9%", "--dry-run")
                        .toString())
                .contains("--max-delete 75%", "(4,d,2)");
        assertThat(app.query(ALL)).hasSize(4);
        app.run(0, replace("75%"));
        assertThat(app.query(ALL)).containsExactly("1 a 1");
    }

    @Test
    void aFileWithoutRowsIsRefused() throws IOException, SQLException {
        app.file("users.csv", "id,email\n");

        assertThat(app.run(11, replace("100%")).stderr()).contains("has no rows");
        assertThat(app.query(ALL)).hasSize(4);
    }

    @Test
    void nothingIsDeletedForARowThatIsRejected() throws IOException, SQLException {
        app.file("users.csv", "id,email,team\n1,a,x\n2,b,1\n");

        assertThat(app.run(2, "import", "users.csv", "--mode", "replace", "--max-delete", "9", "--max-errors", "1")
                        .stderr())
                .contains("--max-errors");
        app.run(22, replace("9"));
        assertThat(app.query(ALL)).hasSize(4);
    }

    @Test
    void rowsElsewhereThatWouldGoOrChangeAreNamed() throws IOException, SQLException {
        app.file("users.csv", "id,email,team\n1,a,1\n2,b,1\n3,c,2\n");
        for (String[] rule : new String[][] {{" ON DELETE CASCADE", "deleted"}, {" ON DELETE SET NULL", "changed"}}) {
            orders(rule[0]);
            assertThat(app.run(11, replace("9")).stderr())
                    .contains("1 row of public.users would be deleted, and 2 rows of ")
                    .contains("orders would be " + rule[1] + " with them (by_whom)");
        }
        orders("");
        assertThat(app.run(20, replace("9")).stderr()).containsIgnoringCase("by_whom");
        assertThat(app.query(ALL)).hasSize(4);
        database.execute("DELETE FROM orders WHERE buyer = 4");
        app.run(0, replace("9"));
        assertThat(app.query(ALL)).containsExactly("1 a 1", "2 b 1", "3 c 2");
    }

    private void orders(String rule) throws SQLException {
        database.execute(
                "DROP TABLE IF EXISTS orders",
                "CREATE TABLE orders (id int, buyer int, CONSTRAINT by_whom FOREIGN KEY (buyer) REFERENCES users" + rule
                        + ")",
                "INSERT INTO orders VALUES (1, 1), (2, 4), (3, 4)");
    }

    @Test
    void whatIsFreedByOneRowIsTakenByAnother() throws IOException, SQLException {
        // c is freed by a row that goes and taken by one that is updated, b by one that is updated and taken by a new
        // one.
        app.file("users.csv", "id,email,team\n1,a,1\n2,c,1\n5,b,1\n6,d,1\n");

        app.run(0, replace("9"));
        assertThat(app.query(ALL)).containsExactly("1 a 1", "2 c 1", "5 b 1", "6 d 1");
    }

    @Test
    void aRowKeepsWhatItsObjectDoesNotSay() throws IOException, SQLException {
        app.file("users.json", """
                [{"id": 3, "email": "c"}, {"id": 4, "email": "dd", "team": 2}, {"id": 5, "email": "d", "team": 2}]""");
        String[] command = {
            "import", "users.json", "--mode", "replace", "--max-delete", "9", "--key", "id", "--scope", "team = 2"
        };

        app.run(0, command);
        assertThat(app.query(ALL)).containsExactly("1 a 1", "2 b 1", "3 c 2", "4 dd 2", "5 d 2");
        app.run(0, "import", "--undo", app.query("SELECT id FROM oneoff_import").get(0));
        assertThat(app.query(ALL)).containsExactly("1 a 1", "2 b 1", "3 c 2", "4 d 2");
    }

    static String[] replace(String most) {
        return new String[] {"import", "users.csv", "--mode", "replace", "--max-delete", most, "--key", "id"};
    }

    static String[] scoped(String scope, String most) {
        return new String[] {
            "import", "users.csv", "--mode", "replace", "--max-delete", most, "--key", "id", "--scope", scope
        };
    }
}
