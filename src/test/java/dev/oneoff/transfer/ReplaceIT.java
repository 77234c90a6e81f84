package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class ReplaceIT extends ReplaceContract {

    @Override
    TestDatabase open(Path application) throws SQLException {
        return TestDatabase.create();
    }

    @Test
    void rowsThatReferToPartitionsOrToWhatTheyArePartOfAreNamed() throws IOException, SQLException {
        for (String[] tables : new String[][] {{"p", "p1"}, {"p1", "p"}}) {
            database.execute(
                    "DROP TABLE IF EXISTS c, p",
                    "CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id)",
                    "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100)",
                    "CREATE TABLE c (pid int REFERENCES " + tables[0] + " ON DELETE CASCADE)",
                    "INSERT INTO p VALUES (1), (2)",
                    "INSERT INTO c VALUES (2)");
            app.file(tables[1] + ".csv", "id\n1\n");

            assertThat(app.run(11, "import", tables[1] + ".csv", "--mode", "replace", "--max-delete", "1")
                            .stderr())
                    .contains("1 row of c would be deleted with them");
            assertThat(app.query("SELECT pid FROM c")).containsExactly("2");
        }
    }

    @Test
    void rowsOfOneTableReferToEachOtherAcrossWhatIsDeletedUpdatedAndInserted() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE tree (id int PRIMARY KEY, parent int REFERENCES tree ON DELETE CASCADE)",
                "INSERT INTO tree VALUES (1, NULL), (2, 1), (3, 1), (4, 3)");

        app.file("tree.csv", "id,parent\n2,9\n9,\n");
        app.run(0, "import", "tree.csv", "--mode", "replace", "--max-delete", "3");
        assertThat(app.query("SELECT id, parent FROM tree ORDER BY id")).containsExactly("2 | 9", "9 | NULL");

        app.file("tree.csv", "id,parent\n2,9\n");
        assertThat(app.run(22, "import", "tree.csv", "--mode", "replace", "--max-delete", "3")
                        .toString())
                .contains("fk-missing");
        app.file("tree.csv", "id\n2\n");
        assertThat(app.run(11, "import", "tree.csv", "--mode", "replace", "--max-delete", "3")
                        .stderr())
                .contains("1 row of tree would be deleted with them");
        assertThat(app.query("SELECT id, parent FROM tree ORDER BY id")).containsExactly("2 | 9", "9 | NULL");
    }

    @Test
    void rowsThatExchangeAUniqueValueAreRejectedInEveryMode() throws IOException, SQLException {
        app.file("users.csv", "id,email,team\n1,b,1\n2,a,1\n3,c,2\n4,d,2\n");

        for (String[] command : new String[][] {
            replace("9"),
            {"import", "users.csv", "--mode", "upsert", "--key", "id"},
            {"import", "users.csv", "--mode", "update", "--key", "id"}
        }) {
            assertThat(app.run(22, command).toString())
                    .contains("2 of 4 rows are rejected")
                    .contains("until line 3 changes it", "until line 2 changes it", "need two imports");
        }
        assertThat(app.run(22, "import", "users.csv").toString()).contains("2 of 4 rows are rejected");
        assertThat(app.query(ALL)).containsExactly("1 a 1", "2 b 1", "3 c 2", "4 d 2");
    }

    @Test
    void aTriggerThatKeepsARowFromBeingDeletedStopsTheImport() throws IOException, SQLException {
        app.file("users.csv", "id,email,team\n1,a,1\n2,b,1\n");
        database.execute(
                "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN"
                        + " RETURN CASE WHEN OLD.id = 3 THEN NULL ELSE OLD END; END$$",
                "CREATE TRIGGER keep BEFORE DELETE ON users FOR EACH ROW EXECUTE FUNCTION keep()");

        assertThat(app.run(20, replace("9")).stderr()).contains("1 rows were not deleted from public.users");
        assertThat(app.query(ALL)).hasSize(4);
    }
}
