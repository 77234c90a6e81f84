package dev.oneoff.datafix.engine;

import dev.oneoff.database.Row;
import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.datafix.plan.StepPlan;
import dev.oneoff.datafix.statement.Change;
import dev.oneoff.datafix.store.WorkItem;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.OneoffException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tries one statement out and leaves nothing behind: reads in transactions that cannot write, changes a few rows
 * in one that is rolled back. Each question has a few seconds.
 */
public final class Trial {

    private static final int TRIED = 20;
    private static final int SHOWN = 10;
    private static final long SPAN = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String CANCELLED = "57014";
    private static final ApplySql.Owner NOBODY = new ApplySql.Owner("", 0, 0, 0, 0);

    private final Session session;
    private final Step step;
    private final TrialSql sql;
    private final Trying trying;
    private final Material material;

    /**
     * Prepares to try a step.
     *
     * @param number from 1
     */
    public Trial(Session session, int number, StepPlan plan, Material material) {
        this.session = session;
        this.step = Step.of(
                number,
                plan,
                material.script().file(),
                material.binding(),
                new Manner(Spelling.of(session.dialect()), ""));
        this.sql = new TrialSql(step);
        this.trying = Trying.of(session, step);
        this.material = material;
    }

    /** Counts the wrong rows, or has the planner guess where that takes longer than the limit. */
    public Counted count(Duration limit) {
        Sql count = material.all()
                .map(all -> step.sql().countGiven(all.get()))
                .orElseGet(() -> step.sql().countWrong(Long.MAX_VALUE, List.of()));
        return quick(limit, () -> first(session.list(count, row -> row.number(1))))
                .map(rows -> new Counted(rows, true))
                .orElseGet(() -> new Counted(guessed(), false));
    }

    private long guessed() {
        Sql all = material.all()
                .map(given -> step.sql().lockGiven(given.get()))
                .orElseGet(() -> Sql.positional(step.sql().wrongText("1"), List.of()));
        return reading(PATIENCE, () -> trying.guess(all));
    }

    /**
     * Returns how the windows come to their rows, then how the locks do; none for an empty table, or one whose first window is
     * not found in time.
     */
    public List<Access> accesses() {
        return quick(PATIENCE, this::explained).orElse(List.of());
    }

    private List<Access> explained() {
        Optional<Given> some = some();
        if (some.isPresent()) {
            return List.of(trying.access(step.sql().lockGiven(some.get())));
        }
        int parts = step.sql().keys().size();
        Optional<List<String>> last = session.list(step.sql().lastKey(), row -> row.texts(parts)).stream()
                .findFirst();
        if (last.isEmpty()) {
            return List.of();
        }
        Sql end = step.sql().windowEnd(Optional.empty(), last.get(), SPAN);
        Optional<List<String>> upTo =
                session.list(end, row -> row.texts(parts)).stream().findFirst();
        Window window = new Window(Optional.empty(), upTo.orElse(last.get()), upTo.isEmpty());
        Sql lock = step.sql().lockWrong(window, TRIED, List.of());
        return List.of(trying.access(end), trying.access(lock));
    }

    /** Returns how the rows of a file would meet those of the table. */
    public FileAhead file() {
        Optional<FileRows> rows = FileRows.of(session, step);
        return rows.isEmpty()
                ? FileAhead.NONE
                : quick(
                                PATIENCE,
                                () -> FileAhead.of(
                                        rows.get(), material.all().orElseThrow().get()))
                        .orElseGet(() -> FileAhead.unknown(PATIENCE.toSeconds() + " s"));
    }

    /** Returns the bytes of the table that is walked along. */
    public long tableBytes() {
        return reading(PATIENCE, trying::tableBytes);
    }

    /** Returns roughly how many bytes of old and new values are kept of one row; empty where that is not found in time. */
    public Optional<Long> imageBytes(Sample sample) {
        return switch (step.plan().change().form()) {
            case UPDATE -> quick(PATIENCE, () -> 2 * first(session.list(sql.bytes(some()), row -> row.number(1))));
            case DELETE -> quick(PATIENCE, () -> first(session.list(sql.bytes(some()), row -> row.number(1))));
            case INSERT -> {
                long bytes = sample.rows().stream()
                        .map(RowChange::after)
                        .filter(Objects::nonNull)
                        .mapToLong(String::length)
                        .sum();
                yield sample.rows().isEmpty()
                        ? Optional.empty()
                        : Optional.of(bytes / sample.rows().size());
            }
        };
    }

    /** Shows rows of an INSERT from its SELECT, which is only read. */
    public Sample inserted() {
        int columns = sql.shown().size();
        try {
            List<RowChange> rows = quick(
                            PATIENCE, () -> session.list(sql.inserted(some(), SHOWN), row -> texts(row, columns)))
                    .map(found -> found.stream()
                            .map(values -> new RowChange(null, null, null, whole(values)))
                            .toList())
                    .orElse(List.of());
            return new Sample(rows, Idempotence.unproven("these rows of the INSERT were read, not written"));
        } catch (OneoffException e) {
            return refused(e);
        }
    }

    /**
     * Changes up to twenty wrong rows that nobody else has locked, looks whether they are right then, and rolls back. To be
     * asked only where nothing but rows can change: what a trigger or a sequence does is not always taken back.
     */
    public Sample sample() {
        try {
            return session.inTransaction(
                    () -> {
                        trying.changing(PATIENCE);
                        return tried();
                    },
                    sample -> false);
        } catch (OneoffException e) {
            return refused(e);
        }
    }

    private Sample tried() {
        int parts = step.sql().keys().size();
        Optional<Given> some = some();
        Sql pick = some.map(given -> step.sql().lockGiven(given))
                .orElseGet(() -> step.sql().pickWrong(TRIED));
        List<List<String>> keys = session.list(pick, row -> row.texts(parts));
        if (keys.isEmpty()) {
            return Sample.none(Idempotence.unproven("there is no wrong row that nobody else has locked"));
        }
        List<List<@Nullable String>> before = values(keys);
        Changed changed = step.changing().change(session, some, keys, NOBODY);
        Optional<Failure> failure = changed.failure("");
        if (failure.isPresent()) {
            return Sample.none(new Idempotence(
                    Idempotence.Kind.REFUSED, keys.size(), failure.get().title()));
        }
        List<RowChange> rows = changes(before, values(keys));
        step.sql().spelling().settle(session);
        if (some.isPresent()) {
            return new Sample(rows, new Idempotence(Idempotence.Kind.ONCE, keys.size(), ""));
        }
        return session.list(step.sql().stillWrong(keys), row -> row.texts(parts)).stream()
                .findFirst()
                .map(key -> new Sample(
                        rows, new Idempotence(Idempotence.Kind.DOES_NOT_CONVERGE, keys.size(), String.join(", ", key))))
                .orElseGet(() -> new Sample(rows, new Idempotence(Idempotence.Kind.PROVEN, keys.size(), "")));
    }

    /** Returns a few of the items that the statement works off; empty where it works off none. */
    private Optional<Given> some() {
        return material.work().map(work -> {
            int columns = work.columns().size();
            Sql few = sql.some(work, material.all().orElseThrow().get(), TRIED);
            List<WorkItem> items = session.list(few, row -> new WorkItem(row.number(columns + 1), texts(row, columns)));
            return Giving.of(session, work).items(items);
        });
    }

    private List<List<@Nullable String>> values(List<List<String>> keys) {
        int columns = step.sql().keys().size() + sql.shown().size();
        return session.list(sql.values(keys), row -> texts(row, columns));
    }

    private List<RowChange> changes(List<List<@Nullable String>> before, List<List<@Nullable String>> after) {
        List<RowChange> changes = new ArrayList<>();
        int parts = step.sql().keys().size();
        for (int at = 0; at < Math.min(SHOWN, before.size()); at++) {
            List<@Nullable String> was = before.get(at);
            String key = joined(was.subList(0, parts));
            List<@Nullable String> old = was.subList(parts, was.size());
            if (step.plan().change().form() == Change.Form.DELETE) {
                changes.add(new RowChange(key, null, whole(old), null));
            } else {
                columns(changes, key, old, after.get(at).subList(parts, was.size()));
            }
        }
        return changes;
    }

    /** The columns of a row that become another; all of them where none does. */
    private void columns(List<RowChange> changes, String key, List<@Nullable String> old, List<@Nullable String> now) {
        boolean same = old.equals(now);
        for (int at = 0; at < old.size(); at++) {
            if (same || !Objects.equals(old.get(at), now.get(at))) {
                changes.add(new RowChange(key, sql.shown().get(at).name(), cut(old.get(at)), cut(now.get(at))));
            }
        }
    }

    private String whole(List<@Nullable String> values) {
        StringJoiner row = new StringJoiner(", ");
        for (int at = 0; at < values.size(); at++) {
            row.add(sql.shown().get(at).name() + ": " + values.get(at));
        }
        return Objects.requireNonNull(cut(row.toString()));
    }

    private static String joined(List<@Nullable String> values) {
        StringJoiner row = new StringJoiner(", ");
        values.forEach(row::add);
        return row.toString();
    }

    private static @Nullable String cut(@Nullable String value) {
        return value == null || value.length() <= TrialSql.LONGEST ? value : value.substring(0, TrialSql.LONGEST) + "…";
    }

    private Sample refused(OneoffException error) {
        return switch (Failures.of(error)) {
            case LOST, FINAL, VALUE -> throw error;
            case AGAIN -> Sample.none(Idempotence.unproven("others hold what the sample would lock"));
            case SMALLER -> Sample.none(Idempotence.unproven("a sample takes longer than 5 s"));
            case ROW ->
                Sample.none(new Idempotence(
                        Idempotence.Kind.REFUSED, 0, error.failure().title()));
        };
    }
    /** Reads something; empty when the time is over. */
    private <T> Optional<T> quick(Duration limit, Supplier<T> work) {
        try {
            return Optional.of(reading(limit, work));
        } catch (OneoffException e) {
            if (Failures.sqlState(e.failure()).equals(CANCELLED)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private <T> T reading(Duration limit, Supplier<T> work) {
        return session.inTransaction(
                () -> {
                    trying.reading(limit);
                    return work.get();
                },
                answer -> false);
    }

    private static <T> T first(List<T> rows) {
        return rows.get(0);
    }

    private static List<@Nullable String> texts(Row row, int columns) {
        List<@Nullable String> texts = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
            texts.add(row.textOrNull(column));
        }
        return texts;
    }
}
