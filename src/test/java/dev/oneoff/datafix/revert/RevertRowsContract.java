package dev.oneoff.datafix.revert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.datafix.Reverted;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Deleted rows return, inserted ones go. */
abstract class RevertRowsContract extends WithFixedApp {

    static final String ALL = "SELECT * FROM t ORDER BY id";
    static final String DELETE = "DELETE FROM t WHERE wrong;";
    private static final String INSERT = """
            INSERT INTO copies (t_id, name)
            SELECT t.id, t.name FROM t
            WHERE t.wrong AND NOT EXISTS (SELECT 1 FROM copies c WHERE c.t_id = t.id);""";

    /** Returns what the engine has after the expression of a generated column. */
    abstract String stored();

    List<String> table() throws SQLException {
        app.execute(
                "CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text UNIQUE, wrong boolean,"
                        + " doc json, twice int GENERATED ALWAYS AS (length(name) * 2) " + stored() + ")",
                "INSERT INTO t (name, wrong, doc) SELECT 'n' || n, mod(n, 2) = 0, '{\"n\" : 1 }' FROM generate_series(1, 60) AS s (n)",
                "CREATE TABLE copies (t_id bigint PRIMARY KEY, name text)");
        return app.query(ALL);
    }

    @Test
    void deletedRowsReturnWithTheirIdentity() throws IOException, SQLException {
        List<String> before = table();
        app.apply(DELETE);
        assertThat(app.query("SELECT count(*) FROM t")).containsExactly("30");

        assertThat(app.preview().restored()).isEqualTo(30);
        assertThat(app.revert(Mode.SKIP).restored()).isEqualTo(30);
        assertThat(app.query(ALL)).isEqualTo(before);
    }

    @Test
    void aDeletedRowWhoseKeyOrUniqueValueIsTakenStaysAway() throws IOException, SQLException {
        table();
        app.apply(DELETE);
        app.execute(
                "INSERT INTO t (id, name) OVERRIDING SYSTEM VALUE VALUES (2, 'mine')",
                "INSERT INTO t (name) VALUES ('n4')");

        Reverted reverted = app.revert(Mode.SKIP);

        assertThat(reverted.restored()).isEqualTo(28);
        assertThat(app.conflicts()).hasSize(2).contains("1 4 - kept_out -");
        assertThat(app.conflicts().get(0)).startsWith("1 2 - taken (2,mine,,");
        assertThat(app.query("SELECT name FROM t WHERE id IN (2, 4)")).containsExactly("mine");

        app.execute("DELETE FROM t WHERE name = 'n4'");
        assertThat(app.revert(Mode.FORCE).state()).isEqualTo("reverted");
        assertThat(app.query("SELECT id, name FROM t WHERE id IN (2, 4) ORDER BY id"))
                .containsExactly("2 | n2", "4 | n4");
    }

    @Test
    void insertedRowsGoUnlessSomebodyChangedThem() throws IOException, SQLException {
        table();
        app.apply(INSERT);
        assertThat(app.query("SELECT count(*) FROM copies")).containsExactly("30");
        app.execute("UPDATE copies SET name = 'mine' WHERE t_id = 2", "DELETE FROM copies WHERE t_id = 4");

        Reverted reverted = app.revert(Mode.SKIP);

        assertThat(app.query("SELECT * FROM copies")).containsExactly("2 | mine");
        assertThat(app.conflicts()).containsExactly("1 2 name changed mine");
        assertThat(reverted.restored()).isEqualTo(28);
        assertThat(app.revert(Mode.FORCE).state()).isEqualTo("reverted");
        assertThat(app.query("SELECT * FROM copies")).isEmpty();
    }

    @Test
    void anInsertedRowStaysWhenRowsOfOtherTablesWouldGoWithIt() throws IOException, SQLException {
        table();
        app.execute("CREATE TABLE parts (id int PRIMARY KEY, copy bigint REFERENCES copies ON DELETE CASCADE)");
        app.apply(INSERT);
        app.execute("INSERT INTO parts VALUES (1, 6)");

        app.revert(Mode.FORCE);

        assertThat(app.query("SELECT * FROM parts")).containsExactly("1 | 6");
        assertThat(app.conflicts()).containsExactly("1 6 - needed -");
    }

    @Test
    void deletedRowsThatReferToEachOtherReturn() throws IOException, SQLException {
        app.execute(
                "CREATE TABLE node (id int PRIMARY KEY, parent int REFERENCES node, wrong boolean)",
                "INSERT INTO node VALUES (5, NULL, TRUE), (4, 5, TRUE), (3, 4, TRUE), (2, 4, TRUE), (1, 2, TRUE)");
        List<String> before = app.query("SELECT * FROM node ORDER BY id");
        app.apply("DELETE FROM node WHERE wrong;");

        assertThat(app.revert(Mode.SKIP).restored()).isEqualTo(5);
        assertThat(app.query("SELECT * FROM node ORDER BY id")).isEqualTo(before);
    }
}
