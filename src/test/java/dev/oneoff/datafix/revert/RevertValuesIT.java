package dev.oneoff.datafix.revert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.datafix.Reverted;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Old values come back byte for byte, and a value that = takes for the same and is written otherwise is another one. */
class RevertValuesIT extends WithFixedApp {

    @Override
    FixedApp in(Path folder) {
        return FixedApp.onPostgres(folder);
    }

    private static final String ALL = "SELECT v::text FROM t ORDER BY id";

    // The embedded binaries may lack citext: a text whose collation takes no notice of case stands for it there.
    private static final String IGNORING_CASE = """
            DO $$
            BEGIN
                CREATE EXTENSION citext;
            EXCEPTION WHEN undefined_file OR feature_not_supported THEN
                CREATE COLLATION ignoring_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
                CREATE DOMAIN citext AS text COLLATE ignoring_case;
            END $$""";

    /** What was there, what the fix writes, and what = calls the same as that. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "citext | Bob@X.org | bob@x.net | BOB@X.NET",
                "numeric | 1.0 | 2.0 | 2.00",
                "numeric | NaN | 0.10 | 0.1",
                "json | {\"b\" :  1,\"a\":[ 1 ]} | {\"a\": 1} | {\"a\":1}",
                "jsonb | {\"a\": 1.0} | {\"a\": 2.0} | {\"a\": 2.00}",
                "interval | 1 mon | 1 day | 24:00:00",
                "interval | 1 mon 3 days | 30 days | 1 mon",
                "double precision | NaN | -0 | 0",
                "double precision | 0.1 | 0.30000000000000004 | 0.3",
                "bytea | \\x00ff27 | \\x | \\x00",
                "timestamp with time zone | infinity | 2026-01-01 00:00:00.000001+00 | -infinity",
                "char(5) | ab | cd | ef",
                "text[] | {NULL,\"NULL\",\"a\\\"b\",\"\",\"x,{y}\"} | {\"a\\\\b\"} | {NULL}",
                "text | a'b\"c\\u0041 ? :x é😀 | `x` | X",
                "bit varying(5) | 101 | 0 | 1",
            })
    void comeBackByteForByte(String type, String old, String fixed, String edited) throws IOException, SQLException {
        prepare(type, old);
        List<String> before = app.query(ALL);
        app.apply("UPDATE t SET v = " + literal(fixed, type) + " WHERE v::text IS DISTINCT FROM " + literal(fixed, type)
                + "::text;");
        app.execute("UPDATE t SET v = " + literal(edited, type) + " WHERE id = 2");
        String kept = app.query(ALL).get(1);

        Reverted reverted = app.revert(Mode.SKIP);

        boolean edits =
                !app.query("SELECT " + literal(fixed, type) + "::text").get(0).equals(kept)
                        && !before.get(1).equals(kept);
        assertThat(app.query(ALL)).containsExactly(before.get(0), edits ? kept : before.get(1), before.get(2));
        assertThat(reverted.conflicts()).isEqualTo(edits ? 1 : 0);
        assertThat(app.query("SELECT v IS NULL FROM t WHERE id = 3")).containsExactly("t");
    }

    @Test
    void aChangeThatEqualsTakesForNoneIsRestored() throws IOException, SQLException {
        prepare("numeric", "1.0");
        app.apply("UPDATE t SET v = 1.00 WHERE v::text IS DISTINCT FROM '1.00';");

        assertThat(app.revert(Mode.SKIP).conflicts()).isZero();
        assertThat(app.query(ALL)).containsExactly("1.0", "1.0", "NULL");
    }

    @Test
    void theSessionsOwnFormatsDoNotMatter() throws IOException, SQLException {
        prepare("timestamp with time zone", "2026-03-04 05:06:07.5+00");
        app.apply("UPDATE t SET v = v + interval '1 year' WHERE v < '2027-01-01';");
        app.execute(
                "ALTER ROLE CURRENT_USER IN DATABASE " + app.database().name() + " SET DateStyle = 'German'",
                "ALTER ROLE CURRENT_USER IN DATABASE " + app.database().name() + " SET TimeZone = 'Asia/Tokyo'");

        Reverted reverted = app.revert(Mode.SKIP);

        assertThat(reverted.conflicts()).isZero();
        assertThat(app.query("SELECT v = '2026-03-04 05:06:07.5+00' FROM t ORDER BY id"))
                .containsExactly("t", "t", "NULL");
    }

    @Test
    void keysOfSeveralColumnsAndOddNamesAreFoundAgain() throws IOException, SQLException {
        app.execute(
                "CREATE SCHEMA \"odd?:one\"",
                "CREATE TYPE mood AS ENUM ('sad', 'glad')",
                "CREATE TABLE \"odd?:one\".\"T \"\"x\" (\"a?\" numeric, \"b:c\" text, \"v:w\" mood,"
                        + " PRIMARY KEY (\"a?\", \"b:c\"))",
                "INSERT INTO \"odd?:one\".\"T \"\"x\" VALUES (1.50, 'q\"\\', 'sad'), (1.5, 'é', 'sad'), (2, '', 'glad')");
        app.apply("UPDATE \"odd?:one\".\"T \"\"x\" SET \"v:w\" = 'glad' WHERE \"v:w\" <> 'glad';");

        assertThat(app.revert(Mode.SKIP).restored()).isEqualTo(2);
        assertThat(app.query("SELECT \"v:w\" FROM \"odd?:one\".\"T \"\"x\" ORDER BY \"a?\", \"b:c\" COLLATE \"C\""))
                .containsExactly("sad", "sad", "glad");
    }

    private void prepare(String type, String old) throws SQLException {
        if (type.equals("citext")) {
            app.execute(IGNORING_CASE);
        }
        app.execute(
                "CREATE TABLE t (id int PRIMARY KEY, v " + type + ")",
                "INSERT INTO t SELECT n, CASE WHEN n < 3 THEN " + literal(old, type)
                        + " END FROM generate_series(1, 3) n");
    }

    private static String literal(String value, String type) {
        return "CAST('" + value.replace("'", "''") + "' AS " + type + ")";
    }
}
