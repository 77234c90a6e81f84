package dev.oneoff.datafix.engine;

import dev.oneoff.database.Sql;
import dev.oneoff.datafix.plan.Column;
import dev.oneoff.datafix.plan.Work;
import dev.oneoff.datafix.statement.Span;
import dev.oneoff.sql.Identifier;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a dry run reads of one step's rows. */
record TrialSql(Step step) {

    /** No value is read further: a row is shown, not kept. */
    static final int LONGEST = 1_000;

    private static final int MEASURED = 20;

    /** Returns the columns that a sample shows: those that are set, or the whole row. */
    List<Identifier> shown() {
        return switch (step.plan().change().form()) {
            case UPDATE, INSERT -> step.plan().change().columns();
            case DELETE ->
                step.plan().columns().stream().map(column -> column.name()).toList();
        };
    }

    /** Returns keys and the columns shown, as texts, in the key's order. */
    Sql values(List<List<String>> keys) {
        String alias = step.plan().walk().alias().quoted();
        Phrase phrase = new Phrase()
                .say("SELECT " + step.sql().texts() + ", "
                        + shown().stream()
                                .map(column -> text(alias + "." + column.quoted(), column))
                                .collect(Collectors.joining(", "))
                        + "\nFROM " + step.plan().walk().item());
        return phrase.say(
                        "\nWHERE " + step.sql().inKeys() + "\nORDER BY "
                                + step.sql().ordered(""),
                        step.sql().keys().listed(keys))
                .sql();
    }

    /** Returns some of the rows that an INSERT would add, the columns as texts; nothing is written. */
    Sql inserted(Optional<Given> given, int limit) {
        String names = names();
        String list = step.sql().change().assignments().map(Span::text).orElseThrow();
        return before(given)
                .say("SELECT "
                        + IntStream.rangeClosed(1, shown().size())
                                .mapToObj(n -> text("oneoff_row.c" + n, shown().get(n - 1)))
                                .collect(Collectors.joining(", "))
                        + "\nFROM (")
                .say(step.sql().wrongText(list + "\n") + "\nLIMIT ?) AS oneoff_row (" + names + ")", limit)
                .sql();
    }

    /** Returns how many bytes the kept columns of a wrong row have on average, over a few of them; no row for an INSERT. */
    Sql bytes(Optional<Given> given) {
        String alias = step.plan().walk().alias().quoted();
        String kept = step.sql()
                .spelling()
                .bytes(step.plan().columns().stream()
                        .map(column -> step.sql()
                                .spelling()
                                .text(alias + "." + column.name().quoted(), column.type()))
                        .toList());
        return before(given)
                .say("SELECT CAST(coalesce(avg(oneoff_wrong.bytes), 0) AS bigint)\nFROM (")
                .say(step.sql().wrongText(kept + " AS bytes") + "\nLIMIT ?) AS oneoff_wrong", MEASURED)
                .sql();
    }

    /** Returns a few items, their values as texts and then their places. */
    Sql some(Work work, Given all, int limit) {
        boolean rows = work.kind() == Work.Kind.ROWS;
        String table = rows ? Work.ROWS_TABLE.quoted() : Work.KEYS_TABLE;
        String place = rows ? Work.PLACE_COLUMN.name().quoted() : "CAST(0 AS bigint)";
        String values = work.columns().stream()
                .map(column -> step.sql().spelling().text(column.name().quoted(), column.type()))
                .collect(Collectors.joining(", "));
        return all.before()
                .say("SELECT " + values + ", " + place + "\nFROM " + table + "\nLIMIT ?", limit)
                .sql();
    }

    /** Returns the plan of a statement instead of running it. */
    static Sql explained(Sql sql) {
        return sql.after("EXPLAIN (FORMAT JSON) ");
    }

    /** Returns the bytes of the table that is walked along, with its partitions, on PostgreSQL. */
    Sql size() {
        return Sql.of("""
                SELECT CAST(pg_catalog.pg_relation_size(CAST(:name AS regclass)) + coalesce(sum(pg_catalog.pg_relation_size(p.relid)), 0) AS bigint)
                FROM pg_catalog.pg_partition_tree(CAST(:name AS regclass)) p""").with("name", step.plan().walk().table().quoted());
    }

    private static Phrase before(Optional<Given> given) {
        return given.map(Given::before).orElseGet(Phrase::new);
    }

    private String names() {
        return IntStream.rangeClosed(1, shown().size()).mapToObj(n -> "c" + n).collect(Collectors.joining(", "));
    }

    private String text(String value, Identifier of) {
        String type = step.plan().columns().stream()
                .filter(column -> column.name().equals(of))
                .findFirst()
                .map(Column::type)
                .orElse("");
        return "left(" + step.sql().spelling().text(value, type) + ", " + (LONGEST + 1) + ")";
    }
}
