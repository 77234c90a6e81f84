package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class H2ReplaceIT extends ReplaceContract {

    @Override
    TestDatabase open(Path application) throws SQLException {
        return TestDatabase.h2(application);
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
}
