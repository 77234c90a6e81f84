package dev.oneoff.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the connection of a batch hands on, and what it refuses. */
class GuardTest {

    private Connection real;
    private Guard guard;
    private Connection guarded;

    @BeforeEach
    void inATransaction() throws SQLException {
        real = DriverManager.getConnection("jdbc:h2:mem:");
        real.createStatement().execute("CREATE TABLE t (id int PRIMARY KEY)");
        real.setAutoCommit(false);
        guard = new Guard(real);
        guarded = guard.connection();
    }

    @AfterEach
    void close() throws SQLException {
        real.close();
    }

    @Test
    void statementsAndSavepointsAreFree() throws SQLException {
        try (PreparedStatement insert = guarded.prepareStatement("INSERT INTO t VALUES (?)")) {
            insert.setInt(1, 7);
            insert.executeUpdate();
            Savepoint savepoint = guarded.setSavepoint();
            insert.setInt(1, 8);
            insert.executeUpdate();
            guarded.rollback(savepoint);
        }
        try (Statement statement = guarded.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM t -- COMMIT")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(7);
            assertThat(rows.next()).isFalse();
        }
        assertThat(guard.refused()).isEmpty();
    }

    @Test
    void whatEndsTheTransactionOrChangesTheSessionIsRefused() {
        refused("commit()", () -> guarded.commit());
        refused("rollback()", () -> guarded.rollback());
        refused("setAutoCommit()", () -> guarded.setAutoCommit(true));
        refused("close()", () -> guarded.close());
        refused("abort()", () -> guarded.abort(Runnable::run));
        refused("setReadOnly()", () -> guarded.setReadOnly(true));
        refused("setSchema()", () -> guarded.setSchema("x"));
        refused("setTransactionIsolation()", () -> guarded.setTransactionIsolation(1));
        assertThat(guard.refused()).contains("commit()");
    }

    @Test
    void nothingThatItHandsOutLeadsToTheConnectionItself() throws SQLException {
        Statement statement = guarded.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM t");

        assertThat(statement.getConnection()).isSameAs(guarded);
        assertThat(rows.getStatement().getConnection()).isSameAs(guarded);
        assertThat(guarded.getMetaData().getConnection()).isSameAs(guarded);
        assertThat(guarded.isWrapperFor(Connection.class)).isFalse();
        refused("unwrap()", () -> guarded.unwrap(Connection.class));
        refused("unwrap()", () -> statement.unwrap(Statement.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COMMIT",
                "/* all is well */ commit work",
                "INSERT INTO t VALUES (1); END",
                "ROLLBACK",
                "ABORT",
                "BEGIN",
                "START TRANSACTION",
                "PREPARE TRANSACTION 'x'"
            })
    void neitherDoesSql(String sql) throws SQLException {
        Statement statement = guarded.createStatement();

        assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining("is refused in a data fix");
        assertThatThrownBy(() -> statement.addBatch(sql)).hasMessageContaining("is refused in a data fix");
        assertThatThrownBy(() -> guarded.prepareStatement(sql)).hasMessageContaining("is refused in a data fix");
        assertThat(guard.refused()).isPresent();
    }

    @Test
    void afterTheBatchNothingWorks() throws SQLException {
        Statement kept = guarded.createStatement();
        guard.end();

        refused("executeQuery() after fix has returned", () -> kept.executeQuery("SELECT 1"));
        refused("createStatement() after fix has returned", () -> guarded.createStatement());
    }

    @Test
    void anApplicationsTestGetsABatchThatIsGuardedToo() {
        FixBatch batch = FixBatch.of(real, List.of(List.of(1L), List.of(2L)), Map.of("days", "3"));

        assertThat(batch.keys(Long.class)).containsExactly(1L, 2L);
        assertThat(batch.param("days")).isEqualTo("3");
        assertThatThrownBy(() -> batch.keys(Integer.class)).hasMessageContaining("not one Integer: it has [Long]");
        assertThatThrownBy(() -> batch.param("hours")).hasMessageContaining("it has [days]");
        assertThatThrownBy(() -> batch.connection().commit()).isInstanceOf(SQLException.class);
    }

    private static void refused(String what, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(SQLException.class)
                .hasMessageStartingWith(what + " is refused in a data fix: ");
    }
}
