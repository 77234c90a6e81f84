package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class H2UndoIT extends UndoContract {

    @Override
    TestDatabase open(Path application) throws SQLException {
        return TestDatabase.h2(application);
    }

    @Override
    String taken() {
        return "public.users_email_key";
    }

    @Override
    List<String> deferrable() {
        return List.of("");
    }

    @Test
    void manyRowsThatReferToEachOtherAreBackWhateverTheirOrder() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE node (id int PRIMARY KEY, parent int REFERENCES node, name varchar(9) UNIQUE)",
                "INSERT INTO node VALUES (1, NULL, 'one'), (2, 1, 'two')");
        // More than one image holds; the rows that were there refer to new ones, and new ones to those.
        app.file(
                "node.csv",
                IntStream.rangeClosed(1, 1_200)
                        .mapToObj(id -> id < 3 ? id + ",1199," : id + "," + (id - 1) + ",")
                        .collect(Collectors.joining("\n", "id,parent,name\n", "\n1201,2,last\n")));
        String run = run("node.csv", "upsert");
        assertThat(app.query("SELECT count(*) FROM oneoff_import_image")).containsExactly("4");

        assertThat(undo(run)).contains("1,201 rows restored");
        assertThat(app.query("SELECT * FROM node ORDER BY id")).containsExactly("1 | NULL | one", "2 | 1 | two");
    }

    @Test
    void anInsertedRowWithAValueInAColumnThatCameLaterWasChanged() throws IOException, SQLException {
        String run = imported("id,email\n5,e\n6,f\n7,g\n", "upsert");
        database.execute(
                "ALTER TABLE users ADD note varchar",
                "ALTER TABLE users ADD state varchar(9) DEFAULT '(?) new'",
                "ALTER TABLE users ADD twice int GENERATED ALWAYS AS (id * 2)",
                "UPDATE users SET note = 'theirs' WHERE id = 6",
                "UPDATE users SET state = 'paid' WHERE id = 7",
                "UPDATE users SET state = NULL WHERE id = 5");
        assertThat(undo(run))
                .contains("1 row restored, 2 changed since and left")
                .containsPattern("6[^}]*note[^}]*changed[^}]*theirs")
                .containsPattern("7[^}]*state[^}]*changed[^}]*paid");
        assertThat(app.query("SELECT id FROM users WHERE id > 4 ORDER BY id")).containsExactly("6", "7");

        database.execute("CREATE SEQUENCE numbers", "ALTER TABLE users ADD number int DEFAULT NEXT VALUE FOR numbers");
        List<String> numbers = app.query("SELECT base_value FROM information_schema.sequences");
        assertThat(undo(run, "--dry-run", "--force")).contains("2 rows restored");
        undo(run, "--force", "--yes");
        assertThat(app.query(ALL)).hasSize(4);
        assertThat(app.query("SELECT base_value FROM information_schema.sequences"))
                .isEqualTo(numbers);
    }
}
