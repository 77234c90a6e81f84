package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Imports that commit as they go are undone as one, whatever ended them and how many runs they took. */
@Execution(ExecutionMode.CONCURRENT)
class BatchUndoIT {

    private static final String ALL = "SELECT concat_ws(' ', id, email, name) FROM users ORDER BY id";
    private static final String[] UPSERT = {"import", "users.csv", "--mode", "upsert", "--key", "id", "--batch", "10"};

    @TempDir
    private Path folder;

    private TestDatabase database;
    private ImportApp app;
    private List<String> before;

    /** Rows 1 to 30 are there; the file has 1 to 60, and 31 to 60 take what 1 to 30 have until their batches free it. */
    @BeforeEach
    void table() throws SQLException, IOException {
        database = TestDatabase.create();
        database.execute(
                "CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL UNIQUE, name text)",
                "INSERT INTO users SELECT n, 'mail' || n, 'old ' || n FROM generate_series(1, 30) AS n",
                "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN IF NEW.id = 45 THEN RAISE ''not this one''; END IF; RETURN NEW; END'");
        app = new ImportApp(folder, database)
                .file(
                        "users.csv",
                        IntStream.rangeClosed(1, 60)
                                .mapToObj(n -> n + "," + (n > 30 ? "mail" + (n - 30) : "x" + n) + ",new " + n + "\n")
                                .collect(Collectors.joining("", "id,email,name\n", "")));
        before = app.query(ALL);
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void whatNobodyHasChangedSinceIsAsItWas() throws SQLException {
        assertThat(said(UPSERT)).contains("oneoff import --undo " + run(1));
        assertThat(app.query(
                        "SELECT batch, step, sum(row_count) FROM oneoff_import_image GROUP BY batch, step ORDER BY 1"))
                .containsExactly("1 | 2 | 10", "2 | 2 | 10", "3 | 2 | 10", "4 | 3 | 10", "5 | 3 | 10", "6 | 3 | 10");
        database.execute(
                "UPDATE users SET name = 'Theirs' WHERE id IN (2, 49)",
                "UPDATE users SET email = 'own' WHERE id = 19",
                "UPDATE users SET name = 'Theirs', email = 'theirs' WHERE id = 50",
                "UPDATE users SET name = name WHERE id < 9");

        assertThat(said("import", "--undo", run(1), "--dry-run"))
                .contains("58 rows restored, 5 changed since and left");
        assertThat(said("import", "--undo", run(1))).contains("58 rows restored, 5 changed since and left");

        List<String> now = new ArrayList<>(before);
        now.set(1, "2 mail2 Theirs");
        now.set(18, "19 own old 19");
        assertThat(app.query(ALL)).hasSize(32).containsAll(now).contains("49 mail19 Theirs", "50 theirs Theirs");
        assertThat(said("import", "--undo", run(1), "--dry-run", "--force"))
                .contains("4 rows restored", "\"conflicts\" : 0");
        app.run(0, "import", "--undo", run(1), "--force", "--yes");
        assertThat(app.query(ALL)).isEqualTo(before);
    }

    @Test
    void stoppedAndGoneOnWithItIsOneImportByWhicheverOfItsRuns() throws SQLException {
        stop();
        // What is mended may change which columns there are to keep.
        database.execute("DROP TRIGGER no ON users", "ALTER TABLE users ADD made int DEFAULT 1");
        assertThat(said(with("--resume", "--no-images"))).contains("oneoff import --undo " + run(1));
        assertThat(app.query("SELECT step, row_count FROM oneoff_import_step ORDER BY 1"))
                .containsExactly("2 | 30", "3 | 10", "6 | 20");

        assertThat(said("import", "--undo", run(2), "--dry-run")).contains("import " + run(1), "60 rows restored");
        assertThat(said("import", "--undo", run(2))).contains("import " + run(1) + " of users.csv", "60 rows restored");
        assertThat(app.query(ALL)).isEqualTo(before);
        assertThat(said("import", "--undo", run(1))).contains("nothing to undo");
        assertThat(app.run(11, with("--resume")).stderr()).contains("Run " + run(3) + " has undone an import");
    }

    @Test
    void whatIsHalfDoneIsUndoneAndCanOnlyBeginAnew() throws SQLException {
        assertThat(stop()).contains("4 batches with 40 rows are committed", "oneoff import --undo " + run(1));
        app.run(0, "import", "--undo", run(1));
        assertThat(app.query(ALL)).isEqualTo(before);

        database.execute("DROP TRIGGER no ON users");
        assertThat(app.run(11, with("--resume")).stderr())
                .contains("Run " + run(2) + " has undone an import of this file", "leave out --resume");
        assertThat(app.query(ALL)).isEqualTo(before);
        app.run(0, UPSERT);
        assertThat(app.query("SELECT count(*), count(*) FILTER (WHERE name = 'new ' || id) FROM users"))
                .containsExactly("60 | 60");
    }

    /** Whoever began anew found the rows there, and wrote down that he passed them. */
    @Test
    void anUndoOfAnEarlierImportOfTheFileEndsALaterOneToo() throws SQLException {
        stop();
        assertThat(app.run(20, with("--again")).stderr()).contains("batch 5 (after line 41)");
        app.run(0, "import", "--undo", run(1));

        assertThat(app.run(11, with("--resume")).stderr()).contains("has undone an import of this file");
    }

    /** They are nobody else's: whoever began anew has inserted his own, and goes on after the last of them. */
    @Test
    void anUndoTakesNoRowsWithoutAKeyFromAnotherImportOfTheFile() throws SQLException, IOException {
        String[] insert = {"import", "again.csv", "--no-key", "--undoable"};
        String[] begin = {"import", "again.csv", "--no-key", "--undoable", "--batch", "10", "--again"};
        String[] resume = {"import", "again.csv", "--no-key", "--undoable", "--batch", "10", "--resume"};
        app.file(
                "again.csv",
                IntStream.rangeClosed(1, 40).mapToObj(n -> n + "\n").collect(Collectors.joining("", "n\n", "")));
        database.execute(
                "CREATE TABLE again (id serial PRIMARY KEY, n int)",
                "INSERT INTO again (n) VALUES (0)",
                "CREATE FUNCTION not25() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN IF NEW.n = 25 THEN RAISE ''not this one''; END IF; RETURN NEW; END'");
        app.run(0, insert);
        String whole = last();
        database.execute("CREATE TRIGGER no BEFORE INSERT ON again FOR EACH ROW EXECUTE FUNCTION not25()");
        app.run(20, begin);
        String half = last();
        app.run(20, begin);
        app.run(0, "import", "--undo", whole);
        app.run(0, "import", "--undo", half);

        database.execute("DROP TRIGGER no ON again");
        app.run(0, resume);
        assertThat(app.query("SELECT count(*), count(DISTINCT n) FROM again")).containsExactly("41 | 41");
        app.run(0, "import", "--undo", last());
        assertThat(app.run(11, resume).stderr())
                .contains("has undone an import of this file", "rows of it that are still there are inserted again");
        assertThat(app.query("SELECT n FROM again")).containsExactly("0");
    }

    /** Its first undo has ended what was going on then; whoever has begun since knows what that left. */
    @Test
    void aSecondUndoWithForceEndsNoImportThatBeganAfterTheFirst() throws SQLException {
        app.run(0, UPSERT);
        database.execute("UPDATE users SET name = 'Theirs' WHERE id = 2");
        app.run(0, "import", "--undo", run(1));
        stop();
        app.run(0, "import", "--undo", run(1), "--force", "--yes");

        database.execute("DROP TRIGGER no ON users");
        assertThat(said(with("--resume"))).contains("oneoff import --undo " + run(3));
        assertThat(app.query("SELECT name FROM users WHERE id IN (2, 60)"))
                .containsExactlyInAnyOrder("old 2", "new 60");
    }

    @Test
    void whoFindsTheFileAtItsEndHasNothingToUndo() throws SQLException {
        app.run(0, UPSERT);
        assertThat(said(with("--resume"))).contains("run " + run(1) + " has imported this file to its end");

        assertThat(said("import", "--undo", run(2))).contains("import " + run(2) + ": nothing to undo");
        assertThat(said(with("--resume", "--no-images"))).contains("run " + run(1));
        assertThat(said("import", "--undo", run(3), "--dry-run")).contains("import " + run(3), "0 rows restored");
        app.run(0, "import", "--undo", run(1));
        assertThat(app.query(ALL)).isEqualTo(before);
    }

    @Test
    void whoGoesOnAfterOldValuesArePurgedIsToldThatTheyAre() throws SQLException {
        stop();
        database.execute(
                "DROP TRIGGER no ON users", "UPDATE oneoff_import SET changed_at = now() - interval '31 days'");

        assertThat(said(with("--resume")))
                .contains("no old values are kept, as those of import " + run(1) + " were purged")
                .doesNotContain("to undo it");
        assertThat(app.query("SELECT count(*) FROM oneoff_import_image")).containsExactly("0");
        assertThat(app.run(11, "import", "--undo", run(2)).stderr()).contains("the old values of 40 were purged");
    }

    @Test
    void whatIsKeptIsWhatTheRunThatBeganItSaid() throws SQLException, IOException {
        database.execute(
                "TRUNCATE users", "CREATE TRIGGER no BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION no()");
        String[] insert = {"import", "users.csv", "--batch", "10"};
        app.run(20, insert);
        assertThat(app.run(11, "import", "--undo", run(1)).stderr()).contains("batches that kept no old values");
        database.execute("DROP TRIGGER no ON users");
        assertThat(said("import", "users.csv", "--batch", "10", "--resume", "--undoable"))
                .contains("no old values are kept, as run " + run(1) + " kept none");
        assertThat(app.run(11, "import", "--undo", run(2)).stderr()).contains("it kept no old values");

        app.file("users.csv", "id,email\n61,a\n62,b\n63,c\n");
        app.run(0, "import", "users.csv", "--batch", "2", "--undoable");
        app.run(0, "import", "--undo", last());
        assertThat(app.query("SELECT count(*) FROM users")).containsExactly("60");
        database.execute("CREATE TABLE events (n int)");
        app.file("events.csv", "n\n1\n");
        assertThat(app.run(11, "import", "events.csv", "--no-key", "--undoable", "--batch", "2")
                        .stderr())
                .contains("has no primary key");
    }

    private String stop() throws SQLException {
        database.execute("CREATE TRIGGER no BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION no()");
        return app.run(20, UPSERT).stderr();
    }

    private static String[] with(String... more) {
        List<String> command = new ArrayList<>(List.of(UPSERT));
        command.addAll(List.of(more));
        return command.toArray(String[]::new);
    }

    private String said(String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--output", "json"));
        return app.run(0, all.toArray(String[]::new)).stdout();
    }

    /** Returns the run of that number. */
    private String run(int number) throws SQLException {
        return app.query("SELECT id FROM oneoff_run ORDER BY started_at").get(number - 1);
    }

    private String last() throws SQLException {
        List<String> runs = app.query("SELECT id FROM oneoff_run ORDER BY started_at");
        return runs.get(runs.size() - 1);
    }
}
