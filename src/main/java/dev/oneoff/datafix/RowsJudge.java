package dev.oneoff.datafix;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.database.Verdict;
import dev.oneoff.datafix.engine.Given;
import dev.oneoff.datafix.plan.Column;
import dev.oneoff.datafix.plan.FixPlan;
import dev.oneoff.datafix.plan.Work;
import dev.oneoff.datafix.store.WorkItem;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.sql.Identifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Looks for rows of a file that cannot be what they should, all of them before anything is done. Outside of a transaction. */
record RowsJudge(Session session, FixPlan plan, Work work) {

    private static final int SHOWN = 20;

    /** Requires that every value is one of its column's type, and that no two rows are about the same. */
    void require(RowsFiles.Read read, String file) {
        List<String> found = new ArrayList<>();
        bad(read, 0, read.items().size(), found);
        twice(read, found);
        if (!found.isEmpty()) {
            String more = found.size() > SHOWN ? "; and more" : "";
            throw new OneoffException(
                    FailureKind.INPUT_REJECTED,
                    file + " has rows that cannot be used: "
                            + found.stream().limit(SHOWN).collect(Collectors.joining("; ")) + more + ".",
                    "Nothing was done. Mend the file and run it again.");
        }
    }

    /** Halves what the server does not take, down to the row. */
    private void bad(RowsFiles.Read read, int from, int to, List<String> found) {
        if (from >= to || found.size() > SHOWN) {
            return;
        }
        Given given = Given.of(work, read.items().subList(from, to));
        List<@Nullable Object> values = new ArrayList<>(given.values());
        String counts = work.columns().stream()
                .map(column -> "count(" + column.name().quoted() + ")")
                .collect(Collectors.joining(", "));
        Verdict<Long> verdict = session.judge(
                Sql.positional(
                        "WITH " + given.with() + " SELECT " + counts + " FROM " + Work.ROWS_TABLE.quoted(), values),
                row -> row.number(1));
        if (verdict.complaint().isEmpty()) {
            return;
        }
        if (to - from == 1) {
            found.add("line " + read.lines().get(from) + ": "
                    + complaint(read.items().get(from).values()));
            return;
        }
        int middle = (from + to) / 2;
        bad(read, from, middle, found);
        bad(read, middle, to, found);
    }

    /** Not in the server's words: they hold the value. */
    private String complaint(List<@Nullable String> cells) {
        String wrong = IntStream.range(0, cells.size())
                .filter(at -> !fits(cells.get(at), work.columns().get(at).type()))
                .mapToObj(at -> work.columns().get(at).name().name() + " is no "
                        + work.columns().get(at).type())
                .collect(Collectors.joining(", "));
        return wrong.isEmpty() ? "the database takes no such row" : wrong;
    }

    private boolean fits(@Nullable String cell, String type) {
        List<@Nullable Object> value = new ArrayList<>();
        value.add(cell);
        return session.judge(
                        Sql.positional("SELECT CAST(CAST(? AS VARCHAR) AS " + type + ") IS NULL", value),
                        row -> row.flag(1))
                .complaint()
                .isEmpty();
    }

    private void twice(RowsFiles.Read read, List<String> found) {
        List<Integer> identity = identity();
        Map<List<@Nullable String>, Long> seen = new HashMap<>();
        for (int at = 0; at < read.items().size() && found.size() <= SHOWN; at++) {
            WorkItem item = read.items().get(at);
            List<@Nullable String> key = new ArrayList<>();
            identity.forEach(column -> key.add(item.values().get(column)));
            Long before = seen.putIfAbsent(key, read.lines().get(at));
            if (before != null) {
                found.add("line " + read.lines().get(at) + ": the same " + named(identity) + " as line " + before);
            }
        }
    }

    /** The columns that bear the names of the changed table's key; all of them where there are none. */
    private List<Integer> identity() {
        List<Identifier> key =
                plan.steps().get(0).targetKey().stream().map(Column::name).toList();
        List<Integer> all = IntStream.range(0, work.columns().size()).boxed().toList();
        List<Integer> named = all.stream()
                .filter(column -> key.contains(work.columns().get(column).name()))
                .toList();
        return named.isEmpty() ? all : named;
    }

    private String named(List<Integer> columns) {
        return columns.stream()
                .map(column -> work.columns().get(column).name().name())
                .collect(Collectors.joining(", "));
    }
}
