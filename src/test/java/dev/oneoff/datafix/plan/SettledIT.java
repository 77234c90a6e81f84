package dev.oneoff.datafix.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.database.Session;
import dev.oneoff.support.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where RETURNING tells whether a row is right. A no costs time, a yes that is none lets a fix take wrong rows for right. */
class SettledIT {

    private TestDatabase database;
    private Session session;

    @BeforeEach
    void tables() throws SQLException {
        database = TestDatabase.create();
        database.execute(
                "CREATE TABLE plain (id bigint PRIMARY KEY, a text, seen timestamptz)",
                "CREATE FUNCTION is_active(bigint) RETURNS boolean STABLE LANGUAGE sql AS"
                        + " 'SELECT a = ''active'' FROM plain WHERE id = $1'",
                "CREATE FUNCTION is_open(plain) RETURNS boolean STABLE LANGUAGE sql AS"
                        + " 'SELECT a = ''open'' FROM plain p WHERE p.id = $1.id'",
                "CREATE FUNCTION back() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "CREATE TABLE acted (id bigint PRIMARY KEY, a text, b text GENERATED ALWAYS AS (lower(a)) STORED)",
                "CREATE TRIGGER back AFTER UPDATE OF b ON acted FOR EACH ROW EXECUTE FUNCTION back()",
                "CREATE TABLE parted (id bigint PRIMARY KEY, a text) PARTITION BY RANGE (id)",
                "CREATE TABLE leaf PARTITION OF parted FOR VALUES FROM (0) TO (1000)",
                "CREATE TRIGGER back AFTER UPDATE ON parted FOR EACH ROW EXECUTE FUNCTION back()",
                "CREATE TABLE quiet (id bigint PRIMARY KEY, a text) PARTITION BY RANGE (id)",
                "CREATE TABLE quiet_leaf PARTITION OF quiet FOR VALUES FROM (0) TO (1000)",
                "CREATE TABLE child (id bigint PRIMARY KEY, plain_id bigint REFERENCES plain)");
        session = Planned.at(database.url(), Path.of("")).openReadOnly("oneoff/test/datafix");
    }

    @AfterEach
    void drop() throws SQLException {
        session.close();
        database.close();
    }

    /** What has its answer from how the row is stored, such as its size, has another one in RETURNING. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            UPDATE plain SET a = lower(a) WHERE a <> lower(a)                                   | true
            UPDATE plain p SET a = 'x' WHERE upper(p.a) = p.a AND p.seen < now()                | true
            UPDATE quiet SET a = 'x' WHERE a IS DISTINCT FROM 'x'                               | true
            UPDATE plain SET a = concat(a, '') WHERE pg_column_size(a) > 10                           | false
            UPDATE plain SET a = 'x' WHERE is_active(id)                                        | false
            UPDATE plain SET a = 'x' WHERE plain.is_open OR a = 'y'                             | false
            UPDATE plain SET a = 'x' WHERE EXISTS (SELECT FROM quiet q WHERE q.id = plain.id)   | false
            UPDATE plain SET a = q.a FROM quiet q WHERE q.id = plain.id AND plain.a <> q.a      | false
            UPDATE acted SET a = lower(a) WHERE a <> lower(a)                                   | false
            UPDATE parted SET a = 'x' WHERE a = 'y'                                             | false
            UPDATE leaf SET a = 'x' WHERE a = 'y'                                               | false
            UPDATE child SET plain_id = NULL WHERE plain_id = 7                                 | false
            DELETE FROM plain WHERE a = 'x'                                                     | false
            """)
    void onlyWhereNothingElseCanAnswer(String statement, boolean settled) {
        assertThat(settled(statement)).isEqualTo(settled);
    }

    @Test
    void operatorsAndCastsOfSomebodysOwnMayReadTables() throws SQLException {
        String plain = "UPDATE plain SET a = 'x' WHERE a = 'y'";
        assertThat(settled(plain)).isTrue();

        database.execute(
                "CREATE FUNCTION odd(text, bigint) RETURNS boolean STABLE LANGUAGE sql AS 'SELECT is_active($2)'",
                "CREATE OPERATOR @#@ (LEFTARG = text, RIGHTARG = bigint, FUNCTION = odd)");
        assertThat(settled(plain)).isFalse();

        database.execute(
                "DROP OPERATOR @#@ (text, bigint)",
                "CREATE TYPE mood AS ENUM ('good', 'bad')",
                "CREATE FUNCTION mood(bigint) RETURNS mood STABLE LANGUAGE sql AS 'SELECT ''good''::mood'",
                "CREATE CAST (bigint AS mood) WITH FUNCTION mood(bigint)");
        assertThat(settled(plain)).isFalse();
    }

    private boolean settled(String statement) {
        return Planned.plan(session, "-- fix: why\n" + statement).steps().get(0).settled();
    }
}
