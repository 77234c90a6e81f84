package dev.oneoff.datafix.engine;

import dev.oneoff.database.Row;
import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.datafix.plan.Column;
import dev.oneoff.datafix.plan.StepPlan;
import dev.oneoff.datafix.statement.Change;
import dev.oneoff.images.Exact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Changes the rows of a batch on H2, in several statements: the old values of the locked rows, which nobody else can change
 * any more; the user's statement for these rows alone, which answers with the rows it changed; their images. A row of another
 * table may change in between: what counts is what the user's statement did. Whether a row is still wrong is asked afterwards.
 *
 * @param images the table of the images; empty to keep none
 */
record EmbeddedChange(BatchSql sql, String images) implements Changing {

    private static final int PART_CHARACTERS = 8 << 20;

    @Override
    public Changed change(Session session, Optional<Given> given, List<List<String>> keys, ApplySql.Owner owner) {
        List<List<Object>> kept = switch (change().form()) {
            case UPDATE -> updated(session, keys);
            case DELETE ->
                session.list(
                        in("OLD", keys, plan().walk().key()),
                        row -> image(row, plan().walk().key(), true));
            case INSERT ->
                session.list(in("FINAL", keys, plan().targetKey()), row -> image(row, plan().targetKey(), false));
        };
        if (!images.isEmpty()) {
            keep(session, kept, owner);
        }
        return new Changed(kept.size(), kept.size(), Optional.empty(), 1, Optional.empty());
    }

    @Override
    public boolean looks() {
        return false;
    }

    private StepPlan plan() {
        return sql.plan();
    }

    private Change change() {
        return sql.change();
    }

    private List<List<Object>> updated(Session session, List<List<String>> keys) {
        List<Column> key = plan().walk().key();
        String alias = plan().walk().alias().quoted() + ".";
        Map<List<String>, List<@Nullable Object>> before = new HashMap<>();
        Sql old = new Phrase()
                .say(
                        "SELECT " + list(key, alias) + "\nFROM " + plan().walk().item() + "\nWHERE " + locked(),
                        sql.keys().listed(keys))
                .sql();
        session.list(old, row -> before.put(row.texts(key.size()), values(row, key.size())));
        return session.list(in("FINAL", keys, key), row -> {
            List<String> done = row.texts(key.size());
            return record(done, before.get(done), values(row, key.size()));
        });
    }

    /** Returns the user's statement for these rows alone, as a query for the rows it changes. */
    private Sql in(String which, List<List<String>> keys, List<Column> key) {
        return new Phrase()
                .say(
                        "SELECT " + list(key, "") + "\nFROM " + which + " TABLE (\n" + change().restricted(locked())
                                + ")",
                        sql.keys().listed(keys))
                .sql();
    }

    private String locked() {
        return sql.inKeys();
    }

    private String list(List<Column> key, String qualifier) {
        return Stream.concat(
                        key.stream()
                                .map(column -> sql.spelling()
                                        .text(qualifier + column.name().quoted(), column.type())),
                        plan().columns().stream()
                                .map(column -> qualifier + column.name().quoted()))
                .collect(Collectors.joining(", "));
    }

    private List<Object> image(Row row, List<Column> key, boolean gone) {
        List<@Nullable Object> values = values(row, key.size());
        return record(row.texts(key.size()), gone ? values : null, gone ? null : values);
    }

    @SuppressWarnings("NullAway") // Absent is null in JSON.
    private static List<Object> record(
            List<String> key, @Nullable List<@Nullable Object> was, @Nullable List<@Nullable Object> now) {
        return Arrays.asList(key, was, now);
    }

    private List<@Nullable Object> values(Row row, int after) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int column = 1; column <= plan().columns().size(); column++) {
            values.add(row.exact(after + column));
        }
        return values;
    }

    private void keep(Session session, List<List<Object>> kept, ApplySql.Owner owner) {
        List<String> rows = new ArrayList<>();
        int part = 0;
        long size = 0;
        for (List<Object> image : kept) {
            String row = Exact.write(image);
            if (size + row.length() > PART_CHARACTERS && !rows.isEmpty()) {
                keep(session, rows, part++, owner);
                rows.clear();
                size = 0;
            }
            rows.add(row);
            size += row.length();
        }
        if (!rows.isEmpty()) {
            keep(session, rows, part, owner);
        }
    }

    private void keep(Session session, List<String> rows, int part, ApplySql.Owner owner) {
        Sql insert = new Phrase()
                .say(
                        "INSERT INTO " + images
                                + " (fix_id, generation, step, chunk, batch, part, row_count, content, written_at, reverted)\n"
                                + "VALUES (?, ?, ?, ?, ?",
                        owner.values())
                .say(", ?, ?, ?, CURRENT_TIMESTAMP, FALSE)", part, rows.size(), "[" + String.join(", ", rows) + "]")
                .sql();
        session.update(insert);
    }
}
