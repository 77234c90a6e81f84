package dev.oneoff.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EachTestsDatabaseIT {

    @Test
    void eachDatabaseIsEmptyAndItsOwn() throws SQLException {
        try (TestDatabase one = TestDatabase.create();
                TestDatabase two = TestDatabase.create()) {
            one.execute(
                    "CREATE TABLE customer (id int, name text)", "INSERT INTO customer VALUES (1, NULL), (2, 'Ada')");

            assertThat(one.query("SELECT id, name FROM customer ORDER BY id")).containsExactly("1 | NULL", "2 | Ada");
            assertThat(one.query("SELECT current_database()")).containsExactly(one.name());
            assertThatThrownBy(() -> two.query("SELECT * FROM customer")).hasMessageContaining("does not exist");
        }
    }

    @Test
    void closingDropsTheDatabaseUnderAnOpenConnection() throws SQLException {
        try (TestDatabase other = TestDatabase.create()) {
            TestDatabase closed = TestDatabase.create();
            try (Connection open = closed.connect()) {
                closed.close();
                assertThat(open.isValid(1)).isFalse();
            }
            assertThat(other.query("SELECT datname FROM pg_database WHERE datname = '" + closed.name() + "'"))
                    .isEmpty();
        }
    }

    @Test
    void theEmbeddedDatabaseLiesInTheApplicationsFolder(@TempDir Path folder) throws SQLException {
        try (TestDatabase database = TestDatabase.h2(folder)) {
            database.execute("CREATE TABLE t (n int)", "INSERT INTO t VALUES (7)");

            assertThat(database.query("SELECT n FROM t")).containsExactly("7");
            assertThat(folder.resolve(".oneoff/dev.mv.db")).exists();
        }
    }
}
