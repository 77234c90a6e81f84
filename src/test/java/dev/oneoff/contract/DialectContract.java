package dev.oneoff.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every engine must answer alike. */
abstract class DialectContract {

    private Database database;
    private Session session;

    /** Returns an empty database. */
    abstract Database database() throws Exception;

    /** Returns the same database at an address with a wrong password. */
    abstract Database withWrongPassword() throws Exception;

    /** Changes what a changeset may leave changed. */
    abstract List<String> disturbances();

    @BeforeEach
    void open() throws Exception {
        database = database();
        session = database.open("oneoff/dialect");
    }

    @AfterEach
    void close() {
        session.close();
    }

    Session session() {
        return session;
    }

    String one(String sql) {
        return session.list(Sql.of(sql), row -> row.text(1)).get(0);
    }

    @Test
    void aSessionIsInUtcWhateverTheJvmIs() {
        Sql noon = Sql.of("SELECT CAST(CAST(:at AS TIMESTAMP WITH TIME ZONE) AS VARCHAR)")
                .with("at", Instant.parse("2026-11-20T12:00:00Z"));
        assertThat(session.list(noon, row -> row.text(1)).get(0)).contains("12:00:00+00");
        assertThat(session.schema()).isEqualTo("public");
        assertThat(session.pooled()).isFalse();
        assertThat(session.serverVersion()).matches(session.dialect().product() + " \\d+(\\.\\d+)+");
    }

    @Test
    void numbersAreReadWhateverTheirWidth() {
        List<Long> numbers = session.list(
                Sql.of("SELECT CAST(1 AS SMALLINT), CAST(2 AS INTEGER), CAST(3 AS BIGINT), CAST(NULL AS INTEGER)"),
                row -> row.number(1) + row.number(2) + row.number(3) + row.number(4));

        assertThat(numbers).containsExactly(6L);
        assertThat(session.list(Sql.of("SELECT CAST(NULL AS INTEGER)"), row -> String.valueOf(row.intOrNull(1))))
                .containsExactly("null");
    }

    @Test
    void aReadingSessionCannotWrite() throws Exception {
        session.execute("CREATE TABLE t (i INT)");
        session.close();
        try (Session reading = database.openReadOnly("oneoff/reading")) {
            assertThat(reading.list(Sql.of("SELECT i FROM t"), row -> row.number(1)))
                    .isEmpty();
            assertThatThrownBy(() -> reading.execute("INSERT INTO t VALUES (1)"))
                    .isInstanceOf(OneoffException.class);
            assertThatThrownBy(() -> reading.execute("CREATE TABLE u (i INT)")).isInstanceOf(OneoffException.class);
        }
        session = database.open("oneoff/dialect");
        assertThat(one("SELECT CAST(count(*) AS VARCHAR) FROM t")).isEqualTo("0");
    }

    @Test
    void resetUndoesWhatAChangesetMaySet() {
        session.execute("CREATE SCHEMA other");
        for (String disturbance : disturbances()) {
            session.execute(disturbance);
        }
        assertThat(one("SELECT current_schema")).isEqualTo("other");

        session.reset("");

        assertThat(one("SELECT current_schema")).isEqualTo("public");
        aSessionIsInUtcWhateverTheJvmIs();
    }

    @Test
    void resetHoldsAlsoInsideATransactionThatCommits() {
        session.execute("CREATE SCHEMA other");
        session.inTransaction(() -> {
            for (String disturbance : disturbances()) {
                session.execute(disturbance);
            }
            session.reset("");
            return "";
        });

        assertThat(one("SELECT current_schema")).isEqualTo("public");
    }

    @Test
    void aMissingTableIsToldFromOtherErrors() throws SQLException {
        assertThat(session.dialect().missingTable(failureOf("SELECT 1 FROM nowhere")))
                .isTrue();
        assertThat(session.dialect().missingTable(failureOf("SELECT 1 FROM nowhere.t")))
                .isTrue();
        assertThat(session.dialect().missingTable(failureOf("SELECT nothing"))).isFalse();
        assertThat(session.dialect().missingTable(failureOf("SELEC 1"))).isFalse();
    }

    @Test
    void anErrorIsToldWithoutTheStatementAndItsPlace() throws SQLException {
        SQLException error = failureOf("SELECT 1\nFROM nowhere");

        assertThat(session.errors().text(error)).contains("nowhere").doesNotContain("SELECT", "Position", "42102");
    }

    @Test
    void workThatARollbackWouldUndoIsSeen() throws SQLException {
        session.execute("CREATE TABLE t (i INT)");
        assertThat(session.dialect().holdsUncommitted(session.connection())).isFalse();
        session.inTransaction(() -> {
            session.execute("INSERT INTO t VALUES (1)");
            try {
                assertThat(session.dialect().holdsUncommitted(session.connection()))
                        .isTrue();
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
            return "";
        });
    }

    @Test
    void aDigestTellsEveryDifference() {
        String rows = digest("SELECT 'a' AS item, 1 AS place UNION ALL SELECT 'b', 2");

        assertThat(digest("SELECT 'b' AS item, 2 AS place UNION ALL SELECT 'a', 1"))
                .as("equal rows")
                .isEqualTo(rows);
        assertThat(digest("SELECT 'b' AS item, 1 AS place UNION ALL SELECT 'a', 2"))
                .as("another order")
                .isNotEqualTo(rows);
        assertThat(digest("SELECT 'a' AS item, 1 AS place")).as("a row less").isNotEqualTo(rows);
        assertThat(digest("SELECT 'ab' AS item, 1 AS place")).as("joined").isNotEqualTo(rows);
        assertThat(digest("SELECT 'a' AS item, 1 AS place UNION ALL SELECT NULL, 2"))
                .as("NULL")
                .isNotEqualTo(rows);
        assertThat(digest("SELECT 'a' AS item, 1 AS place WHERE FALSE"))
                .as("no row")
                .hasSize(64);
    }

    private String digest(String query) {
        return one(session.dialect().digestOf(query));
    }

    @Test
    void aWrongPasswordIsDenied() {
        assertThatThrownBy(() -> withWrongPassword().open("oneoff/denied").close())
                .isInstanceOfSatisfying(OneoffException.class, e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.DENIED);
                    assertThat(e).hasMessageNotContaining("wrong-password");
                    assertThat(e.failure().hint()).contains("DATABASE_URL");
                });
    }

    SQLException failureOf(String sql) throws SQLException {
        try (Statement statement = session.connection().createStatement()) {
            statement.execute(sql);
            throw new AssertionError("should have failed: " + sql);
        } catch (SQLException e) {
            return e;
        }
    }
}
