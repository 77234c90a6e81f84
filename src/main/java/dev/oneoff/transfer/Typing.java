package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.transfer.Heading.Field;
import java.util.stream.Collectors;

/**
 * Makes values of the texts: {@code oneoff_typed}, with the columns of the table. One statement for all rows; where that does
 * not go through, a function that catches what a row raises finds the rows, and for these alone the fields.
 */
record Typing(Session session, Heading heading) {

    private static final String WHY = """
            CREATE FUNCTION pg_temp.oneoff_why(value text, type text, OUT state text, OUT reason text)
            LANGUAGE plpgsql AS $oneoff$
            BEGIN
                EXECUTE 'SELECT CAST($1 AS ' || type || ')' USING value;
            EXCEPTION WHEN OTHERS THEN
                state := SQLSTATE;
                reason := SQLERRM;
            END $oneoff$""";

    void type() {
        session.execute("SAVEPOINT oneoff_typing");
        try {
            session.execute(typed(""));
            session.execute("RELEASE SAVEPOINT oneoff_typing");
        } catch (OneoffException e) {
            session.execute("ROLLBACK TO SAVEPOINT oneoff_typing");
            apart();
        }
        session.execute("ANALYZE oneoff_typed");
    }

    private void apart() {
        session.execute("CREATE TEMPORARY TABLE oneoff_unfit (line bigint) ON COMMIT DROP");
        session.execute(
                "CREATE FUNCTION pg_temp.oneoff_fits(r oneoff_raw) RETURNS boolean LANGUAGE plpgsql AS $oneoff$\n"
                        + "BEGIN\n    PERFORM "
                        + heading.fields().stream().map(Typing::cast).collect(Collectors.joining(", "))
                        + ";\n    RETURN TRUE;\nEXCEPTION WHEN OTHERS THEN\n    RETURN FALSE;\nEND $oneoff$");
        session.execute("INSERT INTO oneoff_unfit SELECT r.line FROM oneoff_raw AS r WHERE NOT pg_temp.oneoff_fits(r)");
        session.execute(WHY);
        for (Field field : heading.fields()) {
            session.update(Sql.of("""
                            INSERT INTO oneoff_reject (line, place, field, value, code, reason)
                            SELECT r.line, :place, :field, r.%1$s, 'type', w.reason
                            FROM oneoff_raw AS r
                            CROSS JOIN LATERAL pg_temp.oneoff_why(r.%1$s, :type) AS w
                            WHERE r.line IN (SELECT u.line FROM oneoff_unfit AS u)
                              AND r.%1$s IS NOT NULL
                              AND w.state IS NOT NULL""".formatted(field.raw()))
                    .with("place", field.place())
                    .with("field", field.column().name().name())
                    .with("type", field.column().bare()));
        }
        session.execute(typed("\nWHERE r.line NOT IN (SELECT u.line FROM oneoff_unfit AS u)"));
    }

    private String typed(String where) {
        return "CREATE TEMPORARY TABLE oneoff_typed ON COMMIT DROP AS\nSELECT r.line AS oneoff_line, "
                + heading.fields().stream()
                        .map(field -> cast(field) + " AS " + field.column().quoted())
                        .collect(Collectors.joining(", "))
                + "\nFROM oneoff_raw AS r" + where;
    }

    private static String cast(Field field) {
        return "CAST(r." + field.raw() + " AS " + field.column().bare() + ")";
    }
}
