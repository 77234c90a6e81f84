package dev.oneoff.datafix;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.datafix.script.Section.Kind;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.run.Outcome;
import dev.oneoff.sql.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What data fixes may not do without being granted it, and what of that a role lacks: the server says only what it denied.
 *
 * @param scripts those that are at work
 */
record Grants(Session session, List<FixScript> scripts) {

    private static final Pattern DENIED =
            Pattern.compile("permission denied for (table|view|relation|schema|sequence|function) (\\S+)");

    /** By table of oneoff's; the page on operations has the same. */
    private static final Map<String, Set<String>> OURS = Map.ofEntries(
            Map.entry("oneoff_fact", Set.of("SELECT")),
            Map.entry("oneoff_step", Set.of("SELECT")),
            Map.entry("oneoff_run", Set.of("SELECT", "INSERT", "UPDATE")),
            Map.entry("oneoff_fix", Set.of("SELECT", "INSERT", "UPDATE")),
            Map.entry("oneoff_fix_chunk", Set.of("SELECT", "INSERT", "UPDATE")),
            Map.entry("oneoff_fix_step", Set.of("SELECT", "INSERT")),
            Map.entry("oneoff_fix_input", Set.of("SELECT", "INSERT")),
            Map.entry("oneoff_fix_reject", Set.of("SELECT", "INSERT", "DELETE")),
            Map.entry("oneoff_fix_work", Set.of("SELECT", "INSERT", "DELETE")),
            Map.entry("oneoff_fix_conflict", Set.of("SELECT", "INSERT", "UPDATE", "DELETE")),
            Map.entry("oneoff_image", Set.of("SELECT", "INSERT", "UPDATE", "DELETE")));

    private static final String LACKING = """
            SELECT CAST(CAST(c.oid AS regclass) AS text), p.privilege, pg_catalog.quote_ident(current_user)
            FROM pg_catalog.pg_class AS c
            CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) WITH ORDINALITY AS p (privilege, place)
            WHERE c.relname = :name
              AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
              AND NOT CASE p.privilege
                    WHEN 'DELETE' THEN pg_catalog.has_table_privilege(c.oid, p.privilege)
                    ELSE pg_catalog.has_any_column_privilege(c.oid, p.privilege)
                  END
            ORDER BY pg_catalog.pg_table_is_visible(c.oid) DESC, c.oid, p.place""";

    private record Lacking(String table, String privilege, String role) {}

    /** Does the work; a denial that comes of it says what to grant. */
    <T> T naming(Supplier<T> work) {
        try {
            return work.get();
        } catch (OneoffException e) {
            Failure named = named(e.failure());
            throw named.equals(e.failure()) ? e : new OneoffException(named, e);
        }
    }

    /** The same for work that may also end with a failure. */
    <T> Outcome<T> outcome(Supplier<Outcome<T>> work) {
        Outcome<T> outcome = naming(work);
        return new Outcome<>(
                outcome.value(), outcome.summary(), outcome.failure().map(this::named));
    }

    /** Returns the failure, with what to grant where it is a denial of that. */
    Failure named(Failure failure) {
        Matcher matcher = DENIED.matcher(failure.title());
        if (failure.kind() != FailureKind.DENIED
                || failure.fact("missing").isPresent()
                || !matcher.find()
                || !session.alive()) {
            return failure;
        }
        session.rollBack();
        String what = matcher.group(1);
        String name = matcher.group(2);
        return missing(what, name)
                .map(grant -> failure.with("missing", grant)
                        .hinting("Have it granted: " + grant
                                + "; then say the same again. All that data fixes need is in docs/operations.md."))
                .orElse(failure);
    }

    private Optional<String> missing(String what, String name) {
        return switch (what) {
            case "schema" -> Optional.of("GRANT USAGE ON SCHEMA " + name + ", or, for oneoff's own tables, CREATE");
            case "sequence" -> Optional.of("GRANT USAGE ON SEQUENCE " + name);
            case "function" -> Optional.of("GRANT EXECUTE ON FUNCTION " + name);
            default -> missing(name);
        };
    }

    private Optional<String> missing(String table) {
        List<Lacking> all = session.list(
                Sql.of(LACKING).with("name", table), row -> new Lacking(row.text(1), row.text(2), row.text(3)));
        if (all.isEmpty()) {
            return Optional.empty();
        }
        Lacking first = all.get(0);
        List<String> lacking = all.stream()
                .filter(each -> each.table().equals(first.table()))
                .map(Lacking::privilege)
                .toList();
        Set<String> needed = needed(table, lacking);
        List<String> missing = lacking.stream().filter(needed::contains).toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("GRANT " + String.join(", ", missing) + " ON " + first.table() + " TO " + first.role());
    }

    private Set<String> needed(String table, List<String> lacking) {
        Set<String> ours = OURS.get(table);
        if (ours != null) {
            return ours;
        }
        Set<String> needed = new LinkedHashSet<>();
        for (FixScript script : scripts) {
            script.statements(Kind.APPLY).stream()
                    .filter(statement -> changes(statement, table))
                    .forEach(statement -> needed.addAll(needed(statement)));
        }
        if (needed.isEmpty()) {
            // It is read; the rows of the table that an INSERT walks along are locked, too.
            needed.add(lacking.contains("SELECT") ? "SELECT" : "UPDATE");
        }
        return needed;
    }

    /** To run it and to take it back; a row that is deleted is locked before. */
    private static Set<String> needed(Statement statement) {
        return statement.startsWith("UPDATE")
                ? Set.of("SELECT", "UPDATE")
                : Set.of("SELECT", "INSERT", "UPDATE", "DELETE");
    }

    /** Says whether a statement names the table before it says what is to become of its rows. */
    private static boolean changes(Statement statement, String table) {
        return statement.tokens().stream()
                .map(token -> token.text().replace("\"", ""))
                .takeWhile(
                        word -> !Set.of("SET", "WHERE", "SELECT", "USING", "(").contains(word.toUpperCase(Locale.ROOT)))
                .anyMatch(table::equalsIgnoreCase);
    }
}
