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

/** Imports into partitioned tables. */
@Execution(ExecutionMode.CONCURRENT)
class PartitionsIT {

    private static final String ALL = "SELECT tableoid::regclass, year, id, n FROM sale ORDER BY year, id";

    @TempDir
    private Path folder;

    private TestDatabase database;
    private ImportApp app;

    @BeforeEach
    void table() throws SQLException {
        database = TestDatabase.create();
        database.execute(
                "CREATE TABLE sale (id int, year int, n text, PRIMARY KEY (id, year)) PARTITION BY RANGE (year)",
                "CREATE TABLE sale25 PARTITION OF sale FOR VALUES FROM (2025) TO (2026)",
                // Its columns stand in another order than those of the table.
                "CREATE TABLE sale26 (n text, year int NOT NULL, id int NOT NULL)",
                "ALTER TABLE sale ATTACH PARTITION sale26 FOR VALUES FROM (2026) TO (2027)",
                "INSERT INTO sale VALUES (1, 2025, 'a'), (1, 2026, 'b'), (2, 2026, 'c')");
        app = new ImportApp(folder, database);
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void rowsGoToTheirPartitionsAndAreFoundThere() throws IOException, SQLException {
        app.file("sale.csv", "id,year,n\n3,2026,d\n3,2025,e\n");
        app.run(0, "import", "sale.csv");
        app.file("sale.csv", "id,year,n\n1,2026,bb\n1,2025,a\n2,2025,f\n");

        assertThat(app.run(0, "import", "sale.csv", "--mode", "upsert", "--output", "json")
                        .stdout())
                .contains("\"inserted\" : 1", "\"updated\" : 1", "\"unchanged\" : 1");
        assertThat(app.query(ALL))
                .containsExactly(
                        "sale25 | 2025 | 1 | a",
                        "sale25 | 2025 | 2 | f",
                        "sale25 | 2025 | 3 | e",
                        "sale26 | 2026 | 1 | bb",
                        "sale26 | 2026 | 2 | c",
                        "sale26 | 2026 | 3 | d");
    }

    @Test
    void aRowMovesToAnotherPartitionByGoingFromOneAndComingToTheOther() throws IOException, SQLException {
        // Every unique key has the partition's column: no update changes it.
        app.file("sale.csv", "id,year,n\n1,2025,a\n1,2026,b\n2,2025,c\n");

        app.run(0, "import", "sale.csv", "--mode", "replace", "--max-delete", "1");
        assertThat(app.query(ALL))
                .containsExactly("sale25 | 2025 | 1 | a", "sale25 | 2025 | 2 | c", "sale26 | 2026 | 1 | b");
        app.run(0, "import", "--undo", app.query("SELECT id FROM oneoff_import").get(0));
        assertThat(app.query(ALL))
                .containsExactly("sale25 | 2025 | 1 | a", "sale26 | 2026 | 1 | b", "sale26 | 2026 | 2 | c");
    }

    @Test
    void aRowThatNoPartitionTakesIsRejected() throws IOException, SQLException {
        app.file("sale.csv", "id,year,n\n4,2025,d\n5,1999,e\n");

        for (String mode : new String[] {"insert", "upsert"}) {
            assertThat(app.run(22, "import", "sale.csv", "--mode", mode).toString())
                    .contains("1 of 2 rows", "no partition of relation \"sale\" found for row");
        }
        app.file("sale25.csv", "id,year,n\n4,2025,d\n5,2026,e\n");
        assertThat(app.run(22, "import", "sale25.csv", "--key", "id,year").toString())
                .contains("violates partition constraint");
        assertThat(app.query(ALL)).hasSize(3);
    }

    @Test
    void whatHoldsForAllPartitionsIsLookedAtBeforeAnythingIsWritten() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE shop (id int PRIMARY KEY)",
                "INSERT INTO shop VALUES (1)",
                "ALTER TABLE sale ADD shop int CONSTRAINT of_shop REFERENCES shop",
                "ALTER TABLE sale ADD CONSTRAINT short CHECK (length(n) < 3)");
        app.file("sale.csv", "id,year,n,shop\n6,2025,f,1\n6,2026,f,2\n7,2026,long,1\n6,2025,g,1\n");

        assertThat(app.run(22, "import", "sale.csv").toString())
                .contains("3 of 4 rows are rejected", "fk-missing", "of_shop", "short", "unique-in-file");
        assertThat(app.query(ALL)).hasSize(3);
    }
}
