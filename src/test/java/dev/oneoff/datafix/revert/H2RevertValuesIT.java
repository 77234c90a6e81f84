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

/** What {@link RevertValuesIT} says, with the types that H2 has. */
class H2RevertValuesIT extends WithFixedApp {

    @Override
    FixedApp in(Path folder) {
        return FixedApp.onH2(folder);
    }

    /** What was there, what the fix writes, and another value that somebody writes then. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "numeric(10, 3); 1.500; 2.000; 2.001",
                "numeric; 1.5; 2; 1E-50",
                "decfloat; CAST('NaN' AS decfloat); 1E+30; CAST('-Infinity' AS decfloat)",
                "double precision; CAST('NaN' AS double precision); 0.1; 0.30000000000000004",
                "real; CAST('-Infinity' AS real); 0.1; 3.4028235E38",
                "smallint; -32768; 0; 1",
                "boolean; TRUE; FALSE; TRUE",
                "char(5); 'ab'; 'cd '; 'ef'",
                "varchar(40); ' a''b\"c\\u0041 ? :x é😀 '; ''; 'X'",
                "text; U&'one line\\000d\\000aanother\\0009'; 'x'; 'X'",
                "character large object; U&'one line\\000d\\000aanother\\0009'; 'x'; 'X'",
                "date; DATE '-0044-03-15'; DATE '2026-01-01'; DATE '12345-01-01'",
                "time(9); TIME '23:59:59.999999999'; TIME '00:00:00'; TIME '12:00:00.1'",
                "time with time zone; TIME WITH TIME ZONE '10:00:00+05:45:30'; TIME WITH TIME ZONE '04:14:30+00';"
                        + " TIME WITH TIME ZONE '05:14:30+01'",
                "timestamp(9); TIMESTAMP '2026-01-01 00:00:00.123456789'; TIMESTAMP '2026-03-29 02:30:00';"
                        + " TIMESTAMP '-0044-03-15 00:00:00'",
                "timestamp with time zone; TIMESTAMP WITH TIME ZONE '2026-01-01 02:30:00.000001+02:30';"
                        + " TIMESTAMP WITH TIME ZONE '2026-01-01 00:00:00+00'; TIMESTAMP WITH TIME ZONE '2026-01-01 01:00:00+01'",
                "interval day to second; INTERVAL '-3 04:05:06.789' DAY TO SECOND; INTERVAL '1 00:00:00' DAY TO SECOND;"
                        + " INTERVAL '1 00:00:01' DAY TO SECOND",
                "interval year to month; INTERVAL '1-2' YEAR TO MONTH; INTERVAL '0-1' YEAR TO MONTH;"
                        + " INTERVAL '5-0' YEAR TO MONTH",
                "uuid; UUID '6ba7b810-9dad-11d1-80b4-00c04fd430c8'; UUID '00000000-0000-0000-0000-000000000000';"
                        + " UUID '00000000-0000-0000-0000-000000000001'",
                "json; JSON '{\"b\" :  1.0,\"a\":[ 1, \"\\u00e9\\u0000\" ]}'; JSON '{\"a\": 1}'; JSON '{\"a\": 1.0}'",
                "binary(4); X'00ff27'; X'5c78'; X'00'",
                "bytea; X'00ff27'; X''; X'00'",
                "binary large object; X'00ff27'; X''; X'00'",
                "enum('sad', 'so so, ARRAY'); 'so so, ARRAY'; 'sad'; 'so so, ARRAY'",
                "geometry; 'POINT Z (1 2.5 0.1)'; 'POINT (1 2)'; 'POINT EMPTY'",
                "varchar(9) array; ARRAY[NULL, 'NULL', 'a\"b', '', 'x,[y]']; ARRAY['a\\b']; ARRAY[NULL]",
                "integer array array; ARRAY[ARRAY[1, NULL], NULL, ARRAY[]]; ARRAY[]; ARRAY[ARRAY[1]]",
                "bytea array; ARRAY[X'00ff', NULL]; ARRAY[X'']; ARRAY[X'01']",
                "json array; ARRAY[JSON '{\"a\":1.0}']; ARRAY[JSON '1']; ARRAY[JSON 'null']",
            })
    void comeBackByteForByte(String type, String old, String fixed, String edited) throws IOException, SQLException {
        app.execute(
                "CREATE TABLE t (id int PRIMARY KEY, v " + type + ", fixed boolean DEFAULT FALSE)",
                "INSERT INTO t (id, v) VALUES (1, " + old + "), (2, " + old + "), (3, NULL)");
        List<String> before = rows();
        app.apply("UPDATE t SET v = " + fixed + ", fixed = TRUE WHERE NOT fixed;");
        String written = rows().get(1);
        app.execute("UPDATE t SET v = " + edited + " WHERE id = 2");
        String kept = rows().get(1);

        Reverted reverted = app.revert(Mode.SKIP);

        assertThat(written).isNotEqualTo(before.get(1));
        boolean edits = !kept.equals(written) && !unfixed(kept).equals(before.get(1));
        assertThat(rows()).containsExactly(before.get(0), edits ? unfixed(kept) : before.get(1), before.get(2));
        assertThat(reverted.conflicts()).isEqualTo(edits ? 1 : 0);
    }

    private static String unfixed(String row) {
        return row.replaceFirst("TRUE\\)$", "FALSE)");
    }

    @Test
    void deletedRowsOfManyTypesReturn() throws IOException, SQLException {
        app.execute(
                "CREATE TABLE t (a numeric(9, 2), b bytea, c varchar(9) array, d json, e text, f timestamp with time zone,"
                        + " PRIMARY KEY (a, b))",
                "INSERT INTO t VALUES (1.50, X'00ff', ARRAY['x', NULL], JSON '[1.0]', 'é', TIMESTAMP WITH TIME ZONE"
                        + " '2026-01-01 00:00:00+01:00'), (1.50, X'', NULL, NULL, NULL, NULL)");
        List<String> before = rows();
        app.apply("DELETE FROM t WHERE a > 1;");
        assertThat(app.query("SELECT * FROM t")).isEmpty();

        assertThat(app.revert(Mode.SKIP).restored()).isEqualTo(2);
        assertThat(rows()).hasSize(2).isEqualTo(before);
    }

    @Test
    void keysOfSeveralColumnsAndOddNamesAreFoundAgain() throws IOException, SQLException {
        app.execute(
                "CREATE SCHEMA \"odd?:one\"",
                "CREATE TABLE \"odd?:one\".\"T \"\"x\" (\"a?\" numeric(9, 2), \"b:c\" text, \"v:w\" text,"
                        + " PRIMARY KEY (\"a?\", \"b:c\"))",
                "INSERT INTO \"odd?:one\".\"T \"\"x\" VALUES (1.50, 'q\"\\', 'sad'), (1.51, 'é', 'sad'), (2, '', 'glad')");
        app.apply("UPDATE \"odd?:one\".\"T \"\"x\" SET \"v:w\" = 'glad' WHERE \"v:w\" <> 'glad';");

        assertThat(app.revert(Mode.SKIP).restored()).isEqualTo(2);
        assertThat(app.query("SELECT \"v:w\" FROM \"odd?:one\".\"T \"\"x\" ORDER BY \"a?\", \"b:c\""))
                .containsExactly("sad", "sad", "glad");
    }

    /** Returns the rows as H2 writes them into a script, which it makes the same ones of. */
    private List<String> rows() throws SQLException {
        return app.query("SCRIPT TABLE t").stream()
                .filter(statement -> statement.startsWith("INSERT INTO"))
                .flatMap(String::lines)
                .filter(line -> line.startsWith("("))
                .map(line -> line.replaceFirst("[,;]\\s*$", ""))
                .sorted()
                .toList();
    }
}
