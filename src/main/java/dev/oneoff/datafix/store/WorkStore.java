package dev.oneoff.datafix.store;

import dev.oneoff.database.Row;
import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.ledger.Ledger;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a fix was given, and the keys or rows it works off. Writes happen in whatever transaction the session is in. For one
 * thread.
 */
public final class WorkStore {

    private static final int TOGETHER = 5_000;

    private final Session session;
    private final Ledger ledger;
    private final FixRow fix;
    private final Clock clock;

    /** Makes the store of one fix. */
    public WorkStore(Session session, Clock clock, FixRow fix) {
        this.session = session;
        this.ledger = new Ledger(session, clock);
        this.fix = fix;
        this.clock = clock;
    }

    /** Returns what it was given; nothing where the ledger does not say. */
    public Input input() {
        return session.listIfThere(of(WorkSql.INPUT), WorkStore::input)
                .flatMap(found -> found.stream().findFirst())
                .orElse(Input.NONE);
    }

    /** Writes what it was given. */
    public void begin(Input input) {
        session.update(of(WorkSql.INSERT_INPUT)
                .with("params", Texts.join(input.params()))
                .with("checked", input.checked().orElse(null))
                .with("source", input.source().orElse(null)));
    }

    /** Adds the rows of a file, whose places count from 1. PostgreSQL's way. */
    public void add(List<WorkItem> rows) {
        for (int from = 0; from < rows.size(); from += TOGETHER) {
            List<String> contents = rows.subList(from, Math.min(rows.size(), from + TOGETHER)).stream()
                    .map(row -> Texts.join(row.values()))
                    .toList();
            session.update(of(WorkSql.INSERT_ITEMS).with("before", from).with("contents", Texts.join(contents)));
        }
    }

    /** Returns the table of the items, quoted, with its schema. */
    public String table() {
        return ledger.named("%1$soneoff_fix_work");
    }

    /**
     * What is not worked off.
     *
     * @param from it as it stands after FROM, called oneoff_w
     * @param values for the places in it
     */
    public record Left(String from, List<Object> values) {}

    /** Returns what is not worked off. */
    public Left left() {
        return new Left(ledger.named(WorkSql.LEFT), List.of(fix.id(), fix.generation()));
    }

    /** Returns how many items hold a NULL. */
    public long nulls() {
        return session
                .list(of(WorkSql.MAYBE_NULL), row -> Texts.values(row.text(1)).contains(null) ? 1L : 0L)
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Returns the items that no part of the walk has done yet. */
    public List<WorkItem> undone() {
        List<WorkItem> undone = new ArrayList<>();
        for (Chunk part : new FixStore(session, clock).chunks(fix)) {
            if (!part.done()) {
                undone.addAll(items(place(part.reached()), place(part.lastKey()), Integer.MAX_VALUE));
            }
        }
        return undone;
    }

    /** Returns the place that a cursor names; 0 for none. */
    public static long place(Optional<String> cursor) {
        return cursor.map(text -> Long.parseLong(Texts.split(text).get(0))).orElse(0L);
    }

    /** Returns how many items there are. */
    public long count() {
        return session.list(of(WorkSql.COUNT), row -> row.number(1)).get(0);
    }

    /**
     * Returns items in order.
     *
     * @param after the place before the first
     * @param last the last place
     */
    public List<WorkItem> items(long after, long last, int limit) {
        return session.list(
                of(WorkSql.ITEMS).with("after", after).with("last", last).with("limit", limit),
                row -> new WorkItem(row.number(1), Texts.values(row.text(2))));
    }

    /** Takes an item back that was set aside, to be done; false when somebody else has. */
    public boolean accept(Reject reject) {
        return session.update(of(WorkSql.ACCEPT).with("step", reject.step()).with("key", Texts.join(reject.key())))
                == 1;
    }

    private static Input input(Row row) {
        return new Input(
                Optional.ofNullable(row.textOrNull(1)).map(Texts::named).orElse(Map.of()),
                Optional.ofNullable(row.textOrNull(2)),
                Optional.ofNullable(row.textOrNull(3)));
    }

    private Sql of(String statement) {
        return Sql.of(ledger.named(statement)).with("id", fix.id()).with("generation", fix.generation());
    }
}
