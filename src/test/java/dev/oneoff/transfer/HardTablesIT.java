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

/** Tables that hold more than a row alone tells: what others refer to, what excludes another, what acts by itself. */
@Execution(ExecutionMode.CONCURRENT)
class HardTablesIT {

    private static final String SLOTS = "SELECT id, during FROM slot ORDER BY id";
    private static final String ITEMS = "SELECT id, name FROM item ORDER BY id";

    @TempDir
    private Path folder;

    private TestDatabase database;
    private ImportApp app;

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.create();
        app = new ImportApp(folder, database);
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void aRowBelowARejectedOneIsRejectedHoweverDeepAndWhateverTheOrder() throws IOException, SQLException {
        database.execute("CREATE TABLE node (id int PRIMARY KEY, parent int REFERENCES node, n int CHECK (n > 0))");
        app.file("node.csv", "id,parent,n\n4,3,1\n3,2,1\n2,1,1\n1,,0\n6,5,1\n5,,1\n7,7,1\n");

        app.run(22, "import", "node.csv", "--max-errors", "3");
        assertThat(app.read("node.rejects.report.csv").lines().map(line -> line.replaceFirst("^([^,]*,){4}", "")))
                .filteredOn(line -> line.startsWith("fk-missing"))
                .hasSize(3);
        assertThat(app.query("SELECT * FROM node")).isEmpty();

        app.run(0, "import", "node.csv", "--max-errors", "4");
        assertThat(app.query("SELECT id, parent FROM node ORDER BY id")).containsExactly("5 | NULL", "6 | 5", "7 | 7");
    }

    @Test
    void aKeyThatTakesTwoSpellingsForOneIsTwiceInTheFile() throws IOException, SQLException {
        database.execute(
                "CREATE COLLATION \"No Case\" (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
                "CREATE TABLE person (name text COLLATE \"No Case\", n int, PRIMARY KEY (name, n))",
                "CREATE TABLE fruit (name text COLLATE \"No Case\" PRIMARY KEY, n int)",
                "INSERT INTO fruit VALUES ('Fig', 0)");
        app.file("fruit.csv", "name,n\nfig,1\nFIG,2\nplum,3\nPlum,4\nnut,5\n");
        assertThat(app.run(22, "import", "fruit.csv", "--mode", "upsert").stderr())
                .contains("2 of 5 rows are rejected");
        assertThat(app.read("fruit.rejects.report.csv").lines().skip(1))
                .containsExactly(
                        "3,1,name,FIG,unique-in-file,the same name as line 2",
                        "5,1,name,Plum,unique-in-file,the same name as line 4");

        app.file("person.csv", "name,n\nann,1\nAnn,2\nANN,1\n");
        app.run(0, "import", "person.csv", "--max-errors", "1");
        assertThat(app.query("SELECT * FROM person ORDER BY n")).containsExactly("ann | 1", "Ann | 2");
    }

    @Test
    void parentsAreImportedBeforeTheirChildren() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE team (id int PRIMARY KEY)",
                "CREATE TABLE player (id int PRIMARY KEY, team int NOT NULL REFERENCES team)");
        app.file("team.csv", "id\n1\n2\n").file("player.csv", "id,team\n10,2\n11,1\n");

        assertThat(app.run(22, "import", "player.csv").toString()).contains("2 of 2 rows", "fk-missing", "team");
        app.run(0, "import", "team.csv");
        app.run(0, "import", "player.csv");
        assertThat(app.query("SELECT * FROM player ORDER BY id")).containsExactly("10 | 2", "11 | 1");
    }

    @Test
    void rowsThatExchangeOneOfTwoUniqueValuesAreRejectedWithBothLines() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE seat (id int PRIMARY KEY, line text, place int, UNIQUE (line, place))",
                "INSERT INTO seat VALUES (1, 'a', 1), (2, 'a', 2), (3, 'b', 1)");
        app.file("seat.csv", "id,line,place\n1,a,2\n2,a,1\n3,b,2\n");

        assertThat(app.run(22, "import", "seat.csv", "--mode", "upsert").toString())
                .contains("2 of 3 rows are rejected", "until line 3 changes it", "until line 2 changes it", "a, 2");
        assertThat(app.query("SELECT * FROM seat ORDER BY id")).containsExactly("1 | a | 1", "2 | a | 2", "3 | b | 1");
    }

    @Test
    void aRowThatAnExclusionConstraintForbidsIsRejectedInTheServersWords() throws IOException, SQLException {
        slots();

        for (String rows : new String[] {"2,\"[5,15)\"\n", "2,\"[20,30)\"\n3,\"[25,35)\"\n"}) {
            app.file("slot.csv", "id,during\n" + rows);
            for (String mode : new String[] {"insert", "upsert"}) {
                assertThat(app.run(22, "import", "slot.csv", "--mode", mode).toString())
                        .contains(
                                "1 of ",
                                "exclusion",
                                "conflicting key value violates exclusion constraint \"slot_during_excl\"");
                assertThat(app.query(SLOTS)).containsExactly("1 | [1,10)");
            }
        }
        app.file("slot.csv", "id,during\n2,\"[10,15)\"\n3,\"[15,20)\"\n");
        app.run(0, "import", "slot.csv");
        assertThat(app.query(SLOTS)).containsExactly("1 | [1,10)", "2 | [10,15)", "3 | [15,20)");
    }

    private void slots() throws SQLException {
        database.execute(
                "CREATE TABLE slot (id int PRIMARY KEY, during int4range, EXCLUDE USING gist (during WITH &&))",
                "INSERT INTO slot VALUES (1, '[1,10)')");
    }

    @Test
    void aUniqueConstraintThatWaitsForTheEndIsHeldAtTheEnd() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE item (id int PRIMARY KEY, name text UNIQUE DEFERRABLE INITIALLY DEFERRED)",
                "INSERT INTO item VALUES (1, 'a'), (2, 'b')");

        for (String rows : new String[] {"3,c\n4,c\n", "3,a\n"}) {
            app.file("item.csv", "id,name\n" + rows);
            for (String mode : new String[] {"insert", "upsert"}) {
                assertThat(app.run(22, "import", "item.csv", "--mode", mode, "--key", "id")
                                .toString())
                        .contains("1 of ", "unique-in-table", "item_name_key");
                assertThat(app.query(ITEMS)).containsExactly("1 | a", "2 | b");
            }
        }
        app.file("item.csv", "id,name\n1,b\n2,a\n3,c\n");
        app.run(0, "import", "item.csv", "--mode", "upsert", "--key", "id");
        assertThat(app.query(ITEMS)).containsExactly("1 | b", "2 | a", "3 | c");
    }

    @Test
    void aForeignKeyThatWaitsForTheEndIsHeldToo() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE team (id int PRIMARY KEY)",
                "INSERT INTO team VALUES (1)",
                "CREATE TABLE item (id int PRIMARY KEY, name text, team int DEFAULT 9"
                        + " CONSTRAINT of_team REFERENCES team DEFERRABLE INITIALLY DEFERRED)");

        app.file("item.csv", "id,name,team\n1,a,9\n2,b,1\n");
        assertThat(app.run(22, "import", "item.csv").toString()).contains("1 of 2 rows", "fk-missing", "of_team");
        app.file("item.csv", "id,name\n1,a\n");
        assertThat(app.run(22, "import", "item.csv").toString()).contains("fk-missing", "of_team");
        assertThat(app.query(ITEMS)).isEmpty();

        app.file("item.csv", "id,name,team\n2,b,1\n");
        app.run(0, "import", "item.csv");
        assertThat(app.query(ITEMS)).containsExactly("2 | b");
    }

    @Test
    void aTriggerThatKeepsAnUpdateBackIsAnErrorAndNothingIsImported() throws IOException, SQLException {
        items();
        database.execute(
                "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN IF NEW.id = 2 THEN RETURN NULL; END IF; RETURN NEW; END'",
                "CREATE TRIGGER keep BEFORE UPDATE ON item FOR EACH ROW EXECUTE FUNCTION keep()");
        app.file("item.csv", "id,name\n1,aa\n2,bb\n3,cc\n");

        assertThat(app.run(20, "import", "item.csv", "--mode", "upsert").stderr())
                .contains("1 rows of the file were not written to public.item: a trigger that returns NULL");
        assertThat(app.query(ITEMS)).containsExactly("1 | a", "2 | b");
    }

    @Test
    void aRuleThatTheOneStatementCannotFollowStopsTheImport() throws IOException, SQLException {
        items();
        database.execute(
                "CREATE TABLE seen (id int)",
                "CREATE RULE aside AS ON INSERT TO item DO ALSO INSERT INTO seen VALUES (NEW.id)");
        app.file("item.csv", "id,name\n3,c\n");

        assertThat(app.run(20, "import", "item.csv").stderr()).contains("rule", "0A000");
        assertThat(app.query(ITEMS)).containsExactly("1 | a", "2 | b");
        assertThat(app.query("SELECT * FROM seen")).isEmpty();
    }

    @Test
    void aRuleThatWritesElsewhereInsteadIsRefusedWhereTheModeWouldMeetIt() throws IOException, SQLException {
        items();
        database.execute("CREATE TABLE seen (id int, name text)");
        app.file("item.csv", "id,name\n1,aa\n3,c\n");

        for (String rule : new String[] {
            "INSERT TO item DO INSTEAD INSERT INTO seen VALUES (NEW.id, NEW.name) RETURNING id, name",
            "INSERT TO item DO INSTEAD NOTHING",
            "UPDATE TO item WHERE NEW.id = 9 DO INSTEAD NOTHING",
            "DELETE TO item DO INSTEAD DELETE FROM seen WHERE id = OLD.id RETURNING id, name"
        }) {
            database.execute("CREATE RULE \"A side\" AS ON " + rule);
            assertThat(app.run(11, "import", "item.csv", "--mode", "replace", "--max-delete", "9")
                            .stderr())
                    .contains(
                            "The rule A side of public.item", rule.substring(0, 6) + ", so", "DISABLE RULE \"A side\"");
            database.execute("DROP RULE \"A side\" ON item");
        }
        assertThat(app.query(ITEMS)).containsExactly("1 | a", "2 | b");
        assertThat(app.query("SELECT * FROM seen")).isEmpty();

        database.execute("CREATE RULE aside AS ON INSERT TO item DO INSTEAD NOTHING");
        app.run(11, "import", "item.csv", "--existing", "skip", "--dry-run");
        app.run(0, "import", "item.csv", "--mode", "update", "--existing", "skip");
        assertThat(app.query(ITEMS)).containsExactly("1 | aa", "2 | b");
    }

    @Test
    void aViewIsNoTableThoughItsTriggerCouldPutRowsAway() throws IOException, SQLException {
        items();
        database.execute(
                "CREATE VIEW shown AS SELECT id, name FROM item",
                "CREATE FUNCTION put() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN INSERT INTO item VALUES (NEW.id, NEW.name); RETURN NEW; END'",
                "CREATE TRIGGER put INSTEAD OF INSERT ON shown FOR EACH ROW EXECUTE FUNCTION put()");
        app.file("shown.csv", "id,name\n3,c\n");

        assertThat(app.run(22, "import", "shown.csv").stderr()).contains("shown is no table");
        assertThat(app.query(ITEMS)).containsExactly("1 | a", "2 | b");
    }

    private void items() throws SQLException {
        database.execute(
                "CREATE TABLE item (id int PRIMARY KEY, name text)", "INSERT INTO item VALUES (1, 'a'), (2, 'b')");
    }

    @Test
    void aComputedColumnOfTheFileIsPassedOverAndItsRulesAreHeld() throws IOException, SQLException {
        database.execute("CREATE TABLE item (id int PRIMARY KEY, name text,"
                + " low text GENERATED ALWAYS AS (lower(name)) STORED UNIQUE CHECK (low <> 'x'))");
        app.file("item.csv", "id,name,low\n1,A,wrong\n2,B,\n");
        assertThat(app.run(0, "import", "item.csv", "--output", "json").stdout())
                .contains("\"inserted\" : 2", "ignored: low");
        assertThat(app.run(0, "import", "item.csv", "--mode", "upsert", "--output", "json")
                        .stdout())
                .contains("\"updated\" : 0", "\"unchanged\" : 2");
        assertThat(app.query("SELECT * FROM item ORDER BY id")).containsExactly("1 | A | a", "2 | B | b");

        app.file("item.csv", "id,name\n3,X\n");
        assertThat(app.run(22, "import", "item.csv").toString()).contains("item_low_check");
        app.file("item.csv", "id,name\n3,a\n");
        assertThat(app.run(22, "import", "item.csv").toString()).contains("item_low_key");
        assertThat(app.query("SELECT count(*) FROM item")).containsExactly("2");
    }

    @Test
    void anIdentityThatIsAlwaysMadeTakesTheNumbersOfTheFileAndGoesOnAfterThem() throws IOException, SQLException {
        database.execute("CREATE TABLE item (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text)");
        app.file("item.csv", "id,name\n5,a\n40,b\n");
        app.run(0, "import", "item.csv");
        app.file("item.csv", "id,name\n5,aa\n50,c\n");
        app.run(0, "import", "item.csv", "--mode", "upsert");
        database.execute("INSERT INTO item (name) VALUES ('next')");

        assertThat(app.query(ITEMS)).containsExactly("5 | aa", "40 | b", "50 | c", "51 | next");
    }
}
