package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.datafix.plan.Work;
import dev.oneoff.datafix.statement.Binding;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.WorkStore;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/** Chooses the keys of a worklist, once: each key in a place of its own, in the keys' order. */
public final class Worklist {

    private final Session session;
    private final WorkStore items;
    private final Work work;

    /** Makes it. */
    public Worklist(Session session, WorkStore items, Work work) {
        this.session = session;
        this.items = items;
        this.work = work;
    }

    /** Writes down all keys that the SELECT finds, in whatever transaction the session is in. */
    public void choose(FixRow fix, Binding binding, Statement find) {
        session.update(Sql.positional(
                "INSERT INTO " + items.table() + " (fix_id, generation, place, content)\nSELECT ?, ?, row_number() OVER"
                        + " (ORDER BY " + names("oneoff_k.") + "), CAST(array_to_json(ARRAY[" + texts()
                        + "]) AS text)\nFROM (SELECT DISTINCT * FROM ("
                        + binding.bind(find).text()
                        + "\n) AS oneoff_found) AS oneoff_k (" + names("") + ")",
                List.of(fix.id(), fix.generation())));
        requirePresent(fix, find);
    }

    private void requirePresent(FixRow fix, Statement find) {
        String missing = work.columns().stream()
                .map(column -> "CAST(content AS json) ->> " + work.columns().indexOf(column) + " IS NULL")
                .collect(Collectors.joining(" OR "));
        long nulls = session.list(
                        Sql.positional(
                                "SELECT count(*) FROM " + items.table() + " WHERE fix_id = ? AND generation = ? AND ("
                                        + missing + ")",
                                List.of(fix.id(), fix.generation())),
                        row -> row.number(1))
                .get(0);
        if (nulls > 0) {
            throw new OneoffException(
                    FailureKind.INPUT_REJECTED,
                    "Fix " + fix.id() + ", line " + find.start().line() + ": " + nulls
                            + " of the keys that -- find returns are NULL, and no row has such a key.",
                    "Nothing was changed. Leave them out: add AND … IS NOT NULL.");
        }
    }

    private String names(String before) {
        return work.columns().stream()
                .map(column -> before + column.name().quoted())
                .collect(Collectors.joining(", "));
    }

    private String texts() {
        return work.columns().stream()
                .map(column -> "oneoff_k." + column.name().quoted() + "::text")
                .collect(Collectors.joining(", "));
    }
}
