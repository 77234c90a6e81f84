package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.failure.OneoffException;
import java.util.stream.Collectors;

/**
 * Makes values of the texts: {@code oneoff_typed}, with the columns of the table. One statement for all rows; where that does
 * not go through, a function that catches what a row raises finds the rows, and for these alone the fields.
 */
record Typing(Session session, Heading heading) {

    private static final String WHY = """
            CREATE OR REPLACE FUNCTION pg_temp.oneoff_why(value text, type text, OUT state text, OUT reason text)
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
        heading.fields().stream().filter(field -> field.column().domain()).forEach(this::domain);
    }

    /** Raises when a value breaks the rules of its domain. */
    void requireDomains() {
        heading.fields().stream().filter(field -> field.column().domain()).forEach(this::requireDomain);
    }

    private void requireDomain(Field field) {
        session.listAsItIs(
                "SELECT count(CAST(s." + field.column().quoted() + " AS "
                        + field.column().type() + ")) FROM oneoff_typed AS s WHERE " + field.given("s"),
                row -> row.number(1));
    }

    /** A domain's rules are looked at apart: a cast to it would cut or round before. */
    private void domain(Field field) {
        session.execute("SAVEPOINT oneoff_domain");
        try {
            requireDomain(field);
            session.execute("RELEASE SAVEPOINT oneoff_domain");
        } catch (OneoffException e) {
            session.execute("ROLLBACK TO SAVEPOINT oneoff_domain");
            why(field, field.column().type(), "SELECT s.oneoff_line FROM oneoff_typed AS s WHERE " + field.given("s"));
        }
    }

    private void apart() {
        session.execute("CREATE TEMPORARY TABLE oneoff_unfit (line bigint) ON COMMIT DROP");
        session.execute(
                "CREATE FUNCTION pg_temp.oneoff_fits(r oneoff_raw) RETURNS boolean LANGUAGE plpgsql AS $oneoff$\n"
                        + "BEGIN\n    PERFORM "
                        + heading.fields().stream().map(Typing::cast).collect(Collectors.joining(", "))
                        + ";\n    RETURN TRUE;\nEXCEPTION WHEN OTHERS THEN\n    RETURN FALSE;\nEND $oneoff$");
        session.execute("INSERT INTO oneoff_unfit SELECT r.line FROM oneoff_raw AS r WHERE NOT pg_temp.oneoff_fits(r)");
        for (Field field : heading.fields()) {
            why(field, field.column().bare(), "SELECT u.line FROM oneoff_unfit AS u");
        }
        session.execute(
                "INSERT INTO oneoff_reject (line, place, code, reason)\nSELECT u.line, 0, 'type', 'the row cannot be"
                        + " computed'\nFROM oneoff_unfit AS u\nWHERE u.line NOT IN (SELECT r.line FROM oneoff_reject AS r)");
        session.execute(typed("\nWHERE r.line NOT IN (SELECT u.line FROM oneoff_unfit AS u)"));
        others();
    }

    /** What is a value in a row with one that is none is looked at all the same: there may be more to mend. */
    private void others() {
        session.execute("INSERT INTO oneoff_typed\nSELECT r.line, " + (heading.sparse() ? "r.given, " : "")
                + heading.fields().stream()
                        .map(field -> "CASE WHEN " + field.place() + " = ANY (w.places) THEN NULL ELSE " + cast(field)
                                + " END")
                        .collect(Collectors.joining(", "))
                + "\nFROM oneoff_raw AS r\nJOIN (\n    SELECT u.line, array_agg(j.place) AS places\n    FROM oneoff_unfit AS u"
                + "\n    JOIN oneoff_reject AS j ON j.line = u.line\n    GROUP BY u.line) AS w ON w.line = r.line"
                + "\nWHERE 0 <> ALL (w.places)");
    }

    /** Tries a field of each of these lines, and rejects those that raise. */
    private void why(Field field, String type, String lines) {
        session.execute(WHY);
        session.execute("""
                INSERT INTO oneoff_reject (line, place, field, value, code, reason)
                SELECT r.line, %1$d, %2$s, %3$s, 'type', w.reason
                FROM oneoff_raw AS r
                CROSS JOIN LATERAL pg_temp.oneoff_why(%3$s, %4$s) AS w
                WHERE r.line IN (%5$s)
                  AND w.state IS NOT NULL""".formatted(field.place(), field.literal(), field.value(), Literal.of(type), lines));
    }

    private String typed(String where) {
        return "CREATE TEMPORARY TABLE oneoff_typed ON COMMIT DROP AS\nSELECT r.line AS oneoff_line, "
                + (heading.sparse() ? "r.given AS oneoff_given, " : "")
                + heading.fields().stream()
                        .map(field -> cast(field) + " AS " + field.column().quoted())
                        .collect(Collectors.joining(", "))
                + "\nFROM oneoff_raw AS r" + where;
    }

    private static String cast(Field field) {
        return "CAST(" + field.value() + " AS " + field.column().bare() + ")";
    }
}
