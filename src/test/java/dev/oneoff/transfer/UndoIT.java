package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class UndoIT extends UndoContract {

    @Override
    TestDatabase open(Path application) throws SQLException {
        return TestDatabase.create();
    }

    @Override
    String taken() {
        return "row [\"1\"] is to have a unique value again that row [\"5\"] has by now (users_email_key)";
    }

    @Override
    List<String> deferrable() {
        return List.of("", " DEFERRABLE");
    }

    @Test
    void rowsThatReferToPartitionsOrToWhatTheyArePartOfAreNeeded() throws IOException, SQLException {
        for (String[] tables : new String[][] {{"p", "p1"}, {"p1", "p"}}) {
            database.execute(
                    "DROP TABLE IF EXISTS c, p",
                    "CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id)",
                    "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100)",
                    "CREATE TABLE c (pid int REFERENCES " + tables[0] + " ON DELETE CASCADE)");
            app.file(tables[1] + ".csv", "id\n1\n2\n");
            String run = run(tables[1] + ".csv", "upsert");
            database.execute("INSERT INTO c VALUES (1)");

            assertThat(undo(run)).contains("needed", "\"restored\" : 1").doesNotContain("--force");
            assertThat(app.query("SELECT pid FROM c")).containsExactly("1");
        }
    }

    @Test
    void anInsertedRowWithAValueInAColumnThatCameLaterWasChanged() throws IOException, SQLException {
        String run = imported("id,email\n5,e\n6,f\n7,g\n8,h\n9,i\n", "upsert");
        database.execute(
                "ALTER TABLE users ADD note text, ADD state varchar(9) DEFAULT '(?) new', ADD made numeric(9, 2) DEFAULT 0,"
                        + " ADD twice int GENERATED ALWAYS AS (id * 2) STORED, ADD number int GENERATED ALWAYS AS IDENTITY",
                "ALTER TABLE users ADD token text DEFAULT 'old'",
                "ALTER TABLE users ALTER token SET DEFAULT 'newer'",
                "UPDATE users SET note = 'theirs' WHERE id = 6",
                "UPDATE users SET state = 'paid' WHERE id = 7",
                "UPDATE users SET token = 'newer', state = NULL WHERE id = 8",
                "UPDATE users SET made = 1 WHERE id = 9");

        assertThat(undo(run))
                .contains("2 rows restored, 3 changed since and left")
                .containsPattern("6[^}]*note[^}]*changed[^}]*theirs")
                .containsPattern("7[^}]*state[^}]*changed[^}]*paid")
                .containsPattern("9[^}]*made[^}]*changed[^}]*1.00");
        assertThat(app.query("SELECT id FROM users WHERE id > 4 ORDER BY id")).containsExactly("6", "7", "9");
        undo(run, "--force", "--yes");
        assertThat(app.query(ALL)).hasSize(4);
    }
}
