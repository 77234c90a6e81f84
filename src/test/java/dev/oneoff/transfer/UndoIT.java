package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class UndoIT {

    private static final String ALL = "SELECT concat_ws(' ', id, email, name) FROM users ORDER BY id";
    private static final Pattern UNDO = Pattern.compile("oneoff import --undo ([0-9a-z-]+)");

    @TempDir
    private Path folder;

    private TestDatabase database;
    private ImportApp app;

    @BeforeEach
    void table() throws SQLException {
        database = TestDatabase.create();
        database.execute(
                "CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL UNIQUE, name text DEFAULT 'new')",
                "INSERT INTO users VALUES (1, 'a', 'Ann'), (2, 'b', 'Bob'), (3, 'c', 'Cy'), (4, 'd', NULL)");
        app = new ImportApp(folder, database);
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void whatNobodyHasChangedSinceIsAsItWas() throws IOException, SQLException {
        String run = imported("id,email,name\n1,a,Anna\n2,bb,Bob\n3,c,Cyd\n5,e,Eve\n6,f,Finn\n", "upsert");
        // Beside what the import wrote; what it wrote; a row it inserted.
        database.execute(
                "UPDATE users SET email = 'a@x' WHERE id = 1",
                "UPDATE users SET name = 'Theirs' WHERE id = 3",
                "UPDATE users SET name = 'Theirs' WHERE id = 6");

        assertThat(undo(run, "--dry-run"))
                .contains("3 rows restored, 2 changed since and left")
                .containsPattern("3[^}]*name[^}]*changed[^}]*Theirs")
                .containsPattern("6[^}]*name[^}]*changed[^}]*Theirs");
        assertThat(app.query(ALL)).contains("2 bb Bob", "5 e Eve");

        assertThat(undo(run.substring(0, 16)))
                .contains("3 rows restored, 2 changed since and left", "--undo " + run + " --force --yes");
        assertThat(app.query(ALL)).containsExactly("1 a@x Ann", "2 b Bob", "3 c Theirs", "4 d", "6 f Theirs");
        assertThat(undo(run)).contains("nothing to undo, 2 changed since");

        assertThat(app.run(11, "import", "--undo", run, "--force").stderr()).contains("--yes");
        undo(run, "--force", "--yes");
        assertThat(app.query(ALL)).containsExactly("1 a@x Ann", "2 b Bob", "3 c Cy", "4 d");
        assertThat(undo(run, "--force", "--yes")).contains("nothing to undo");
        assertThat(app.query("SELECT command, subject, state, exit_code FROM oneoff_run ORDER BY started_at"))
                .containsExactly(
                        "import | users.csv | succeeded | 0",
                        "import | --undo " + run + " | succeeded | 0",
                        "import | --undo " + run + " | succeeded | 0");
        assertThat(app.run(0, "history").stdout()).contains("import --undo " + run);
    }

    @Test
    void deletedRowsAreBackAndFreedValuesWithTheirOwners() throws IOException, SQLException {
        List<String> before = app.query(ALL);
        String run = imported("id,email,name\n1,a,Ann\n2,c,Bob\n7,b,Gus\n8,d,Hal\n", "replace", "--max-delete", "9");
        assertThat(app.query(ALL)).containsExactly("1 a Ann", "2 c Bob", "7 b Gus", "8 d Hal");
        assertThat(undo(run, "--dry-run")).contains("5 rows restored", "\"conflicts\" : 0");

        undo(run);
        assertThat(app.query(ALL)).isEqualTo(before);
    }

    @Test
    void aDeletedRowWhoseKeyOrUniqueValueIsTakenIsLeftAlone() throws IOException, SQLException {
        String run = imported("id,email,name\n1,a,Ann\n", "replace", "--max-delete", "9");
        database.execute("INSERT INTO users VALUES (2, 'z', 'Zoe'), (9, 'c', 'Ida')");

        assertThat(undo(run, "--dry-run"))
                .contains("1 row restored, 1 changed since and left, 1 needed, gone or kept out", "taken", "kept_out");
        assertThat(undo(run))
                .contains("\"restored\" : 1", "\"conflicts\" : 2", "taken", "kept_out", "undone_with_conflicts");
        assertThat(app.query(ALL)).containsExactly("1 a Ann", "2 z Zoe", "4 d", "9 c Ida");
    }

    @Test
    void anOldUniqueValueThatAnotherRowHasByNowStopsTheUndoAndItsDryRun() throws IOException, SQLException {
        String run = imported("id,email\n1,x\n5,a\n", "upsert");
        assertThat(undo(run, "--dry-run")).contains("2 rows restored", "\"conflicts\" : 0");
        database.execute("UPDATE users SET name = 'Theirs' WHERE id = 5");

        assertThat(app.run(20, "import", "--undo", run, "--dry-run").stderr())
                .contains(
                        "Import " + run + " cannot be undone: row [\"1\"]",
                        "that row [\"5\"] has by now (users_email_key)");
        assertThat(app.run(20, "import", "--undo", run).stderr())
                .contains("Import " + run + " cannot be undone", "users_email_key");
        assertThat(undo(run, "--dry-run", "--force")).contains("2 rows restored", "\"conflicts\" : 0");
        undo(run, "--force", "--yes");
        assertThat(app.query(ALL)).containsExactly("1 a Ann", "2 b Bob", "3 c Cy", "4 d");
    }

    /** An inserted row that others need, or that has a value in a later column, stays and keeps its unique value. */
    @Test
    void aDryRunKnowsWhichInsertedRowsKeepTheirUniqueValues() throws IOException, SQLException {
        String child = "CREATE TABLE child (who int REFERENCES users ON DELETE CASCADE)";
        String run = imported("id,email\n1,x\n5,a\n6,f\n", "upsert");
        database.execute(child, "INSERT INTO child VALUES (5)");
        for (String[] tried : new String[][] {{"--dry-run"}, {"--dry-run", "--force"}}) {
            assertThat(stopped(run, tried)).contains("row [\"1\"]", "that row [\"5\"] has by now (users_email_key)");
        }
        assertThat(stopped(run) + stopped(run, "--force", "--yes")).contains("users_email_key");
        database.execute("DROP TABLE child", "ALTER TABLE users ADD z int", "UPDATE users SET z = 1 WHERE id = 5");
        assertThat(stopped(run, "--dry-run")).contains("that row [\"5\"] has by now");
        assertThat(undo(run, "--dry-run", "--force")).contains("3 rows restored", "\"conflicts\" : 0");
        undo(run, "--force", "--yes");

        run = imported("id,email,name\n5,a,Ann\n6,b,Bob\n", "replace", "--max-delete", "9");
        database.execute(child, "INSERT INTO child VALUES (5)");
        assertThat(undo(run, "--dry-run")).contains("4 rows restored, 2 needed, gone or kept out", "kept_out");
        assertThat(undo(run)).contains("4 rows restored, 2 needed, gone or kept out", "kept_out");
        assertThat(app.query(ALL)).containsExactly("2 b Bob", "3 c Cy", "4 d", "5 a Ann");
    }

    @Test
    void anInsertIsUndoneWhereItWasToBeUndoable() throws IOException, SQLException {
        String run = imported("id,email\n5,e\n6,f\n", "insert", "--undoable");
        assertThat(app.query(ALL)).contains("5 e new", "6 f new");
        undo(run);
        assertThat(app.query(ALL)).hasSize(4);

        app.run(0, "import", "users.csv");
        assertThat(refused()).contains("it kept no old values", "--undoable");
        app.file("users.csv", "id,name\n1,Anna\n");
        app.run(0, "import", "users.csv", "--mode", "update", "--no-images");
        assertThat(refused()).contains("it kept no old values", "--no-images");
        assertThat(app.query("SELECT count(*) FROM oneoff_import")).containsExactly("1");
    }

    @Test
    void whatIsNoImportThatCanBeUndoneIsSaid() throws IOException, SQLException {
        String run = imported("id,name\n1,Anna\n", "update");
        app.file("users.csv", "id,name\nx,Anna\n");
        app.run(22, "import", "users.csv");
        assertThat(refused()).contains("it failed, and so changed nothing");
        undo(run);
        assertThat(refused()).contains("it is an undo itself");

        assertThat(app.run(2, "import", "--undo", "%").stderr()).contains("no import %");
        assertThat(app.run(2, "import", "--undo", "2").stderr()).contains("Several imports", run);
        assertThat(app.run(2, "import", "--undo", run, "users.csv").stderr()).contains("takes no file");
        assertThat(app.run(2, "import").stderr()).contains("names no file");
        assertThat(app.run(2, "import", "users.csv", "--force").stderr()).contains("goes with --undo");
        assertThat(app.run(2, "import", "users.csv", "--undoable", "--no-images")
                        .stderr())
                .contains("opposite");
    }

    @Test
    void anImportThatChangedNothingHasNothingToUndo() throws IOException, SQLException {
        app.file("users.csv", "id,name\n1,Ann\n");
        assertThat(app.run(0, "import", "users.csv", "--mode", "update", "--output", "json")
                        .stdout())
                .doesNotContain("--undo");
        assertThat(undo(last())).contains("nothing to undo");
    }

    @Test
    void rowsOfATableThatReferToEachOtherAreBackWhateverTheirOrder() throws IOException, SQLException {
        for (String deferrable : new String[] {"", " DEFERRABLE"}) {
            database.execute(
                    "DROP TABLE IF EXISTS tree",
                    "CREATE TABLE tree (id int PRIMARY KEY, name text UNIQUE, parent int REFERENCES tree" + deferrable
                            + ")",
                    "INSERT INTO tree VALUES (1, 'root', NULL), (2, 'two', 3), (3, 'three', 1), (4, 'four', 2)");
            List<String> before = app.query("SELECT * FROM tree ORDER BY id");
            app.file("tree.csv", "id,name,parent\n4,four,8\n8,eight,9\n9,nine,9\n");
            String run = run("tree.csv", "replace", "--max-delete", "3");
            assertThat(app.query("SELECT * FROM tree ORDER BY id"))
                    .containsExactly("4 | four | 8", "8 | eight | 9", "9 | nine | 9");

            undo(run);
            assertThat(app.query("SELECT * FROM tree ORDER BY id")).isEqualTo(before);
            assertThat(app.query("SELECT count(*) FROM oneoff_import_image WHERE NOT reverted"))
                    .containsExactly("0");
        }
    }

    @Test
    void rowsThatOthersReferToByNowStopTheUndo() throws IOException, SQLException {
        String run = imported("id,email\n5,e\n", "upsert", "--key", "id");
        database.execute(
                "CREATE TABLE orders (buyer int CONSTRAINT by_whom REFERENCES users)", "INSERT INTO orders VALUES (5)");

        assertThat(app.run(20, "import", "--undo", run).stderr())
                .contains("Import " + run + " cannot be undone", "by_whom", "Nothing was changed");
        assertThat(app.query(ALL)).contains("5 e new");
        database.execute(
                "ALTER TABLE orders DROP CONSTRAINT by_whom, ADD FOREIGN KEY (buyer) REFERENCES users ON DELETE CASCADE");
        assertThat(undo(run)).contains("needed", "\"restored\" : 0");
        assertThat(app.query(ALL)).contains("5 e new");
    }

    @Test
    void rowsThatReferToEachOtherGoTogetherUnlessOneOfThemStays() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE tree (id int PRIMARY KEY, parent int REFERENCES tree ON DELETE CASCADE, name text)");
        String rows = "SELECT concat_ws(' ', id, parent, name) FROM tree ORDER BY id";
        app.file("tree.csv", "id,parent\n1,\n2,1\n3,2\n4,4\n");
        assertThat(undo(run("tree.csv", "upsert"))).contains("4 rows restored", "\"conflicts\" : 0");
        assertThat(app.query(rows)).isEmpty();

        // Whoever is needed by somebody else's row, or by one that stays, stays.
        String run = run("tree.csv", "upsert");
        database.execute("INSERT INTO tree VALUES (9, 3)");
        assertThat(undo(run))
                .contains("1 row restored, 3 needed, gone or kept out")
                .doesNotContain("changed");
        assertThat(app.query(rows)).containsExactly("1", "2 1", "3 2", "9 3");
        assertThat(undo(run, "--force", "--yes")).contains("\"restored\" : 0", "\"conflicts\" : 3");
        assertThat(app.query(rows)).hasSize(4);

        database.execute("DELETE FROM tree");
        run = run("tree.csv", "upsert");
        database.execute("UPDATE tree SET name = 'theirs' WHERE id = 2");
        assertThat(undo(run, "--dry-run")).contains("2 rows restored, 1 changed since and left, 1 needed");
        assertThat(undo(run)).contains("2 rows restored, 1 changed since and left, 1 needed");
        assertThat(app.query(rows)).containsExactly("1", "2 1 theirs");
        assertThat(undo(run, "--dry-run", "--force")).contains("2 rows restored", "\"conflicts\" : 0");
        undo(run, "--force", "--yes");
        assertThat(app.query(rows)).isEmpty();
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

    @Test
    void whatForceDoesNotHelpIsSaidAndADryRunShowsWhatItDoes() throws IOException, SQLException {
        String run = imported("id,name\n1,Anna\n2,Bo\n", "update");
        database.execute("DELETE FROM users WHERE id = 1", "UPDATE users SET name = 'Theirs' WHERE id = 2");

        assertThat(undo(run, "--dry-run")).contains("0 rows restored, 1 changed since and left, 1 needed, gone");
        assertThat(undo(run, "--dry-run", "--force")).contains("1 row restored, 1 needed, gone", "\"conflicts\" : 1");
        assertThat(undo(run)).contains("--force --yes", "insert it again");
        assertThat(undo(run, "--dry-run", "--force")).contains("1 row restored, 1 needed, gone", "\"conflicts\" : 1");
        assertThat(app.query(ALL)).contains("2 b Theirs");
        assertThat(undo(run, "--force", "--yes"))
                .contains("1 row restored, 1 needed, gone", "insert it again")
                .doesNotContain("--force");
        assertThat(app.query(ALL)).containsExactly("2 b Bob", "3 c Cy", "4 d");
    }

    @Test
    void insertedRowsThatAreNotThereAnyMoreAreCounted() throws IOException, SQLException {
        String run = imported("id,email\n5,e\n6,f\n7,g\n", "upsert");
        database.execute("DELETE FROM users WHERE id > 5");

        assertThat(undo(run, "--dry-run")).contains("1 row restored, 2 rows were not there any more");
        assertThat(undo(run))
                .contains("1 row restored, 2 rows were not there any more", "\"missing\" : 2", "\"conflicts\" : 0");
    }

    @Test
    void aRowIsFoundByItsPrimaryKeyWhereTheFileHasAnother() throws IOException, SQLException {
        String run = imported("id,email,name\n11,a,Ann\n5,e,Eve\n", "upsert", "--key", "email");
        assertThat(app.query(ALL)).contains("11 a Ann", "5 e Eve");
        undo(run);
        assertThat(app.query(ALL)).containsExactly("1 a Ann", "2 b Bob", "3 c Cy", "4 d");

        database.execute("ALTER TABLE users ALTER id ADD GENERATED BY DEFAULT AS IDENTITY (START 20)");
        String other = imported("email,name\na,Anna\ne,Eve\n", "upsert", "--key", "email");
        database.execute(
                "UPDATE users SET email = 'moved' WHERE email IN ('a')", "UPDATE users SET email = 'x' WHERE id = 20");
        assertThat(undo(other)).contains("1 changed since");
        assertThat(app.query(ALL)).contains("1 moved Ann", "20 x Eve");
    }

    @Test
    void oldValuesArePurgedAndThenItCannotBeUndone() throws IOException, SQLException {
        String run = imported("id,name\n1,Anna\n", "update");
        assertThat(app.run(0, "datafix", "purge", "--output", "json").stdout()).contains("purged nothing");
        database.execute("UPDATE oneoff_import SET changed_at = now() - interval '31 days'");

        assertThat(app.run(0, "datafix", "purge", "--dry-run").stdout()).contains("what 1 import kept (1 image");
        // The next import does it by itself.
        app.file("users.csv", "id,name\n2,Bo\n");
        app.run(0, "import", "users.csv", "--mode", "update");
        assertThat(app.query("SELECT count(*) FROM oneoff_import_image WHERE fix_id = '" + run + "'"))
                .containsExactly("0");
        String next = last();
        assertThat(app.run(11, "import", "--undo", run).stderr())
                .contains("it changed 1 rows, and the old values of 1 were purged");
        undo(next);
        assertThat(app.query(ALL)).contains("1 a Anna", "2 b Bob");
    }

    private String imported(String text, String mode, String... more) throws IOException, SQLException {
        app.file("users.csv", text);
        return run("users.csv", mode, more);
    }

    private String run(String file, String mode, String... more) {
        List<String> command = new ArrayList<>(List.of("import", file, "--mode", mode, "--output", "json"));
        command.addAll(List.of(more));
        if (file.equals("users.csv") && !command.contains("--key")) {
            command.addAll(List.of("--key", "id"));
        }
        ProcessResult result = app.run(0, command.toArray(String[]::new));
        Matcher matcher = UNDO.matcher(result.toString());
        assertThat(matcher.find()).as("%s", result).isTrue();
        return matcher.group(1);
    }

    private String stopped(String run, String... more) {
        List<String> command = new ArrayList<>(List.of("import", "--undo", run));
        command.addAll(List.of(more));
        return app.run(20, command.toArray(String[]::new)).stderr();
    }

    private String undo(String run, String... more) {
        List<String> command = new ArrayList<>(List.of("import", "--undo", run, "--output", "json"));
        command.addAll(List.of(more));
        return app.run(0, command.toArray(String[]::new)).stdout();
    }

    private String last() throws SQLException {
        return app.query("SELECT id FROM oneoff_run WHERE command = 'import' ORDER BY started_at DESC LIMIT 1")
                .get(0);
    }

    private String refused() throws SQLException {
        return app.run(11, "import", "--undo", last()).stderr();
    }
}
