package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class H2ApplyIT extends ApplyContract {

    @Override
    TestDatabase create(Path folder) {
        return TestDatabase.h2(folder);
    }

    @Override
    String checkViolation() {
        return "23513";
    }

    @Test
    void aKeyOfBytesAndADriverThatIsJoined() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE device (id binary(2) PRIMARY KEY, owner bigint, state text)",
                "INSERT INTO device VALUES (X'00ff', 1, 'old'), (X'5c27', 2, 'old'), (X'ff00', 3, 'new')",
                "CREATE TABLE log (device binary(2) PRIMARY KEY, email text)");
        app.fix("1_devices", """
                INSERT INTO log (device, email)
                SELECT d.id, u.email FROM device d LEFT JOIN users u ON u.id = d.owner
                WHERE d.state = 'old' AND NOT EXISTS (SELECT 1 FROM log l WHERE l.device = d.id);
                UPDATE device SET state = 'new' WHERE state = 'old';""");

        app.run(0, "datafix", "apply");

        assertThat(app.query("SELECT RAWTOHEX(device), email FROM log ORDER BY device"))
                .containsExactly("00ff | u1@x.example", "5c27 | u2@x.example");
        assertThat(app.query("SELECT DISTINCT state FROM device")).containsExactly("new");
        app.run(0, "datafix", "revert", "devices");
        assertThat(app.query("SELECT RAWTOHEX(id), state FROM device ORDER BY id"))
                .containsExactly("00ff | old", "5c27 | old", "ff00 | new");
        assertThat(app.query("SELECT * FROM log")).isEmpty();
    }

    @Test
    void aBatchOfAFixThatIsNotRunningAnyMoreIsRolledBack() throws IOException, SQLException {
        database.execute("""
                CREATE TRIGGER pause BEFORE UPDATE ON users FOR EACH ROW AS '
                org.h2.api.Trigger create() {
                    return (connection, before, after) -> {
                        if (((Long) after[0]) == 300) {
                            connection.createStatement().execute("UPDATE oneoff_fix SET state = ''paused''");
                        }
                    };
                }'""");
        app.fix("1_lower", LOWER);

        assertThat(app.run(21, "datafix", "apply").stderr()).contains("The batch under way was rolled back");
        assertThat(app.query("SELECT count(*) FROM users WHERE id >= 300 AND email = lower(email) AND mod(id, 3) = 0"))
                .containsExactly("0");
        database.execute("DROP TRIGGER pause");
        app.run(0, "datafix", "apply");
        assertThat(app.query("SELECT sum(changed) FROM oneoff_fix_chunk")).containsExactly("1000");
    }

    @Test
    void theValueThatIsTakenIsNotInTheLog() throws IOException, SQLException {
        database.execute(
                "ALTER TABLE users ADD UNIQUE (email)", "INSERT INTO users VALUES (4000, 'u6@x.example', 'active')");
        app.fix("1_lower", LOWER);

        ProcessResult told = app.launch(20, "datafix", "apply");
        assertThat(told.stdout() + told.stderr())
                .contains("the row [\"6\"]", "Unique index")
                .doesNotContain("u6@x.example");
        assertThat(app.query("SELECT email FROM users WHERE id IN (3, 6, 9) ORDER BY id"))
                .containsExactly("u3@x.example", "U6@x.example", "U9@x.example");
    }

    @Test
    void whatTheEngineDoesNotKnowIsSaidWithTheFormThatItDoes() throws IOException {
        app.fix("1_from", "UPDATE users SET email = 'x' FROM users u WHERE u.id = users.id AND users.email <> 'x';");

        assertThat(app.run(22, "datafix", "apply").stderr())
                .contains("no UPDATE … FROM", "Write a sub-select, which works on both");
    }
}
