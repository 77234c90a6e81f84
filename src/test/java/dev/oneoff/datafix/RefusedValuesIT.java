package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that a fix refuses are not in messages that stay: those of a file nowhere, one of a parameter at the terminal alone. */
class RefusedValuesIT {

    private static final String CANARY = "kanarienvogel";

    @TempDir
    private Path folder;

    private TestDatabase database;
    private FixApp app;

    @BeforeEach
    void table() throws SQLException {
        database = TestDatabase.create();
        database.execute("CREATE TABLE t (id int PRIMARY KEY, v int)", "INSERT INTO t VALUES (1, 0), (2, 0)");
        app = FixApp.in(folder, database);
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void aCellThatIsNotOfItsTypeIsNamedByLineColumnAndType() throws IOException, SQLException {
        app.file("datafixes/rows.csv", "id,v\n1,1\n2," + CANARY + "\n" + CANARY + ",99999999999\n");
        app.fix(
                "1_rows",
                "-- rows: rows.csv (id bigint, v int)\nUPDATE t SET v = rows.v FROM rows WHERE t.id = rows.id");

        for (String[] command : new String[][] {
            {"datafix", "apply", "--output", "json"}, {"datafix", "apply", "--dry-run"}, {"datafix", "apply"}
        }) {
            String all = app.run(22, command).toString();
            assertThat(all)
                    .contains("line 3: v is no int", "line 4: id is no bigint, v is no int")
                    .doesNotContain(CANARY)
                    .doesNotContain("99999999999");
        }
        assertThat(ledger()).isNotEmpty().noneMatch(row -> row.contains(CANARY));
    }

    @Test
    void aParameterThatIsNotOfItsTypeIsRepeatedToWhoeverGaveItAndNotKept() throws IOException, SQLException {
        app.fix("1_to", "-- params: n int\nUPDATE t SET v = :n WHERE v = 0");

        assertThat(app.run(2, "datafix", "apply", "--param", "n=" + CANARY).stderr())
                .contains("--param n is no int", "given: " + CANARY);

        assertThat(ledger()).isNotEmpty().noneMatch(row -> row.contains(CANARY));
    }

    @Test
    void anotherValueThanTheFirstRunHadIsNotKeptEither() throws IOException, SQLException {
        app.fix("1_to", "-- params: s text\nUPDATE t SET v = 1 WHERE v = 0 AND :s <> ''");
        app.run(0, "datafix", "apply", "--param", "s=first");
        database.execute("UPDATE oneoff_fix SET state = 'paused'");

        assertThat(app.run(2, "datafix", "apply", "1_to", "--param", "s=" + CANARY)
                        .stderr())
                .contains("began with another value of s", "datafix show 1_to", "datafix cancel 1_to");

        assertThat(ledger()).isNotEmpty().noneMatch(row -> row.contains(CANARY));
        assertThat(app.query("SELECT summary FROM oneoff_run")).noneMatch(summary -> summary.contains("first"));
    }

    /** Returns every row of every table of oneoff's, as text. */
    private List<String> ledger() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String table : app.query("SELECT tablename FROM pg_tables WHERE tablename LIKE 'oneoff%'")) {
                try (ResultSet all = statement.executeQuery("SELECT CAST(t AS text) FROM " + table + " AS t")) {
                    while (all.next()) {
                        rows.add(all.getString(1));
                    }
                }
            }
        }
        return rows;
    }
}
