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
    private final Spelling spelling;

    /** Makes it. */
    public Worklist(Session session, WorkStore items, Work work) {
        this.session = session;
        this.items = items;
        this.work = work;
        this.spelling = Spelling.of(session.dialect());
    }

    /** Writes down all keys that the SELECT finds, in whatever transaction the session is in. */
    public void choose(FixRow fix, Binding binding, Statement find) {
        session.update(Sql.positional(
                "INSERT INTO " + items.table() + " (fix_id, generation, place, content)\nSELECT CAST(? AS VARCHAR),"
                        + " CAST(? AS INTEGER), row_number() OVER (ORDER BY " + names("oneoff_k.") + "), "
                        + spelling.array(texts()) + "\nFROM (SELECT DISTINCT * FROM ("
                        + binding.bind(find).text()
                        + "\n) AS oneoff_found) AS oneoff_k (" + names("") + ")",
                List.of(fix.id(), fix.generation())));
        long nulls = items.nulls();
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

    private List<String> texts() {
        return work.columns().stream()
                .map(column -> spelling.text("oneoff_k." + column.name().quoted(), column.type()))
                .toList();
    }
}
