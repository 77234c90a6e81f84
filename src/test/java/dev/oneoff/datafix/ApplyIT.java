package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.AdvisoryLock;
import dev.oneoff.support.RunningProcess;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class ApplyIT extends ApplyContract {

    @Override
    TestDatabase create(Path folder) throws SQLException {
        return TestDatabase.create();
    }

    @Override
    String checkViolation() {
        return "23514";
    }

    @Test
    void anUpdateFromAnotherTableAndCompositeTextKeys() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE \"Odd Lines\" (shop text COLLATE \"C\", \"No\" int, price numeric, PRIMARY KEY (shop, \"No\"))",
                "INSERT INTO \"Odd Lines\" SELECT chr(65 + g % 5) || ',\"\\', g, 1 FROM generate_series(1, 500) AS g",
                "CREATE TABLE prices (no int PRIMARY KEY, price numeric)",
                "INSERT INTO prices SELECT g, 2.50 FROM generate_series(1, 400) AS g");
        app.fix("1_prices", """
                UPDATE "Odd Lines" AS l SET price = p.price -- the new one
                FROM prices p WHERE p.no = l."No" AND l.price IS DISTINCT FROM p.price -- or is it?
                """);

        app.run(0, "datafix", "apply");

        assertThat(app.query("SELECT price, count(*) FROM \"Odd Lines\" GROUP BY price ORDER BY price"))
                .containsExactly("1 | 100", "2.50 | 400");
    }

    @Test
    void aTriggerThatKeepsARowBackIsAnError() throws IOException, SQLException {
        database.execute(
                "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF OLD.id = 30 THEN RETURN NULL;"
                        + " END IF; RETURN NEW; END'",
                "CREATE TRIGGER keep BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION keep()");
        app.fix("1_lower", LOWER);

        assertThat(app.run(20, "datafix", "apply").stderr()).contains("the row [\"30\"] is wrong and was not written");
        assertThat(app.query("SELECT count(*) FROM users WHERE email <> lower(email)"))
                .containsExactly("1000");
    }

    @Test
    void aRowThatATriggerMakesWrongAgainAfterwardsIsNotTakenForRight() throws IOException, SQLException {
        database.execute(
                "CREATE FUNCTION back() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN UPDATE users SET email = upper(email) WHERE id = NEW.id; RETURN NULL; END'",
                "CREATE TRIGGER back AFTER UPDATE ON users FOR EACH ROW WHEN (NEW.email = lower(NEW.email))"
                        + " EXECUTE FUNCTION back()");
        app.fix("1_lower", LOWER);

        assertThat(app.run(22, "datafix", "apply").stderr()).contains("does not converge", "the row [\"3\"]");
        assertThat(app.query("SELECT count(*) FROM oneoff_image")).containsExactly("0");
    }

    @Test
    void aConditionThatAFunctionAnswersFromTheTableIsAskedAfterTheChange() throws IOException, SQLException {
        database.execute("CREATE FUNCTION is_active(bigint) RETURNS boolean STABLE LANGUAGE sql AS"
                + " 'SELECT status = ''active'' FROM users WHERE id = $1'");
        app.fix("1_close", "UPDATE users SET status = 'closed' WHERE is_active(id);")
                .run(0, "datafix", "apply");

        assertThat(app.query("SELECT count(*) FROM users WHERE status = 'active'"))
                .containsExactly("0");
    }

    /** A part holds 8 MiB: here each row has some three of them, old and new. */
    @Test
    void theImagesOfLargeRowsAreKeptInPartsAndPutBack() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE page (id bigint PRIMARY KEY, body text)",
                "INSERT INTO page SELECT g, repeat(chr(CAST(64 + g AS int)), 1700000) FROM generate_series(1, 7) AS g");
        String digest = "SELECT md5(string_agg(id || body, '' ORDER BY id)) FROM page";
        List<String> before = app.query(digest);
        app.fix("1_lower", "UPDATE page SET body = lower(body) WHERE body <> lower(body)");

        app.run(0, "datafix", "apply");
        assertThat(app.query(
                        "SELECT count(*) > 2, sum(row_count), max(octet_length(content)) < 12000000 FROM oneoff_image"))
                .containsExactly("t | 7 | t");
        app.run(0, "datafix", "revert", "lower");
        assertThat(app.query(digest)).isEqualTo(before);
    }

    @Test
    void aDeferredConstraintFailsInsideItsBatch() throws IOException, SQLException {
        database.execute(
                "ALTER TABLE users ADD UNIQUE (email) DEFERRABLE INITIALLY DEFERRED",
                "INSERT INTO users VALUES (4000, 'u6@x.example', 'active')");
        app.fix("1_lower", LOWER);

        assertThat(app.run(20, "datafix", "apply").stderr()).contains("the row [\"6\"]", "duplicate key");
        assertThat(app.query("SELECT email FROM users WHERE id IN (3, 6, 9) ORDER BY id"))
                .containsExactly("u3@x.example", "U6@x.example", "U9@x.example");
    }

    @Test
    void whatIsPausedWhileItVerifiesIsNotCalledDone() throws IOException, SQLException {
        app.fix("1_lower", LOWER + "\n-- verify\nSELECT 1 WHERE (SELECT pg_advisory_lock(1))::text = 'never';");
        try (AdvisoryLock lock = AdvisoryLock.of(database, 1);
                RunningProcess process = app.start("datafix", "apply")) {
            app.await(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                            + " AND query LIKE '%never%' AND wait_event = 'advisory'",
                    "1");
            app.run(0, "datafix", "pause", "lower");
            lock.release();
            assertThat(process.await(Duration.ofSeconds(20)).exitCode()).isEqualTo(21);
        }
        assertThat(app.run(0, "datafix", "list").stdout()).contains("paused");
    }

    @Test
    void nothingIsWrittenThroughAPooler() throws IOException, SQLException {
        app.fix("1_lower", LOWER);
        FixApp pooled = app.with("DATABASE_URL", database.url() + "?pgbouncer=true");

        assertThat(pooled.run(11, "datafix", "apply").stderr()).contains("a connection pooler", "DIRECT_URL");
        assertThat(app.query("SELECT count(*) FROM users WHERE email <> lower(email)"))
                .containsExactly("1000");
        app.run(0, "datafix", "apply");
        assertThat(pooled.run(11, "datafix", "revert", "lower").stderr()).contains("a connection pooler");
    }
}
