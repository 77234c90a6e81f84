package dev.oneoff.transfer.embedded;

import dev.oneoff.database.Session;
import dev.oneoff.transfer.embedded.Casting.Cast;
import dev.oneoff.transfer.embedded.Mistakes.Mistake;
import dev.oneoff.transfer.target.TargetColumn;
import dev.oneoff.transfer.target.UniqueKey;
import dev.oneoff.transfer.undo.EmbeddedKeeping;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes the rows of a file one after the other: makes values of the texts, checks them, finds the row that is there, and inserts
 * or updates. A row that the table does not take leaves nothing behind, since H2 undoes a statement that fails, and its mistakes
 * are looked for then. In the transaction of the caller, who keeps it or not. For one thread.
 */
public final class RowByRow implements AutoCloseable {

    private static final int SHOWN = 20;
    private static final String OUTSIDE = "it would be outside --scope";

    private final Session session;
    private final Into into;
    private final List<Cell> keys;
    private final Ways ways;
    private final List<Seen> seen = new ArrayList<>();
    private final Waiting waiting;
    private final Mistakes mistakes;
    private final Identities identities;
    private final List<Changed> changes = new ArrayList<>();
    private boolean waits;
    private long inserted;
    private long updated;
    private long unchanged;
    private long passed;

    /** How many rows are what. */
    public record Counts(long inserted, long updated, long unchanged, long passed) {}

    /**
     * A value that is updated.
     *
     * @param key of its row
     * @param before null for NULL
     * @param after null for NULL
     */
    public record Changed(
            long line,
            String key,
            String column,
            @Nullable String before,
            @Nullable String after) {}

    /** Makes it, with its temporary tables. */
    public RowByRow(Session session, Into into) {
        this.session = session;
        this.into = into;
        this.keys = into.keyCells();
        this.mistakes = new Mistakes(session);
        this.waiting = new Waiting(session);
        for (UniqueKey unique : into.table().uniques()) {
            if (into.covers(unique.columns())) {
                seen.add(new Seen(session, "oneoff_seen_" + seen.size(), into.cells(unique.columns())));
            }
        }
        this.ways = new Ways(session, into);
        this.identities = new Identities(session, into);
    }

    /** Says where what is overwritten is kept; nowhere, if nothing is said. Before the first row. */
    public void keeping(Optional<EmbeddedKeeping> images) {
        ways.keeping(images);
    }

    /**
     * Rejects a record that is no row of this file.
     *
     * @param place of the field that is to blame, from 1; 0 for all of it
     */
    public void reject(long line, int place, @Nullable String field, String code, String reason) {
        mistakes.add(line, new Mistake(place, field, null, code, reason));
    }

    /** Takes a row. */
    public void take(Line line) {
        try {
            Way way = ways.of(line);
            Cast cast = way.casting().cast(line);
            List<Mistake> found = new ArrayList<>();
            for (Line.Unread unread : line.unread()) {
                Cell cell = into.cells().get(unread.at());
                found.add(Mistake.of(cell, line.text(cell), unread.code(), unread.reason()));
            }
            found.addAll(cast.mistakes());
            if (cast.typed()) {
                empty(line, found);
                twice(line, found);
                if (!found.isEmpty()) {
                    found.addAll(way.checking().alone(line));
                }
            }
            if (!found.isEmpty()) {
                reject(line, found);
            } else if (!over(line, way, cast.values())) {
                waiting.add(line);
                waits = true;
            }
        } catch (SQLException e) {
            throw session.errors().translate(e, "importing line " + line.number());
        }
    }

    /** Says whether rows wait for others of the file. */
    public boolean waits() {
        return waits;
    }

    /** Tries the rows again that wait for others, once all others were taken. */
    public void end() {
        try {
            waiting.again(line -> {
                Way way = ways.of(line);
                return over(line, way, way.casting().cast(line).values());
            });
            waiting.once(true, line -> rejected(line, ways.of(line).checking().missing(line, true)));
        } catch (SQLException e) {
            throw session.errors().translate(e, "importing the rows that refer to others");
        }
    }

    private void empty(Line line, List<Mistake> found) {
        for (Cell cell : into.cells()) {
            boolean unread = line.unread().stream().anyMatch(each -> each.at() == cell.at());
            if (unread || (line.gives(cell) && line.text(cell) != null)) {
                continue;
            }
            if (line.gives(cell) && cell.column().required()) {
                found.add(Mistake.of(cell, null, "not-null", "nothing, and the column cannot be NULL"));
            } else if (!cell.column().required() && keys.contains(cell)) {
                found.add(Mistake.of(cell, null, "key-null", "nothing, and rows are found by it"));
            }
        }
    }

    private void twice(Line line, List<Mistake> found) throws SQLException {
        List<Integer> wrong = found.stream().map(Mistake::place).toList();
        for (Seen each : seen) {
            if (each.concerns(line, wrong)) {
                each.twice(line).ifPresent(found::add);
            }
        }
    }

    /** Inserts or updates a row, leaves it or rejects it; false when it waits for another. */
    private boolean over(Line line, Way way, List<@Nullable String> values) throws SQLException {
        Optional<List<@Nullable String>> there = way.writes().found(line);
        if (there.isEmpty()) {
            return into.takes().inserts() ? inserted(line, way, values) : refused(line, way, absent(line));
        }
        if (!way.writes().within(line)) {
            return rejected(line, List.of(outside(line, "its row is outside --scope")));
        }
        List<Changed> differences = differences(line, way, values, there.get());
        if (differences.isEmpty()) {
            unchanged++;
            return true;
        }
        return into.takes().updates() ? updated(line, way, differences) : refused(line, way, differs(line));
    }

    private List<Changed> differences(Line line, Way way, List<@Nullable String> values, List<@Nullable String> there) {
        List<Changed> differences = new ArrayList<>();
        for (int at = 0; at < way.others().size(); at++) {
            Cell cell = way.others().get(at);
            String after = values.get(way.into().cells().indexOf(cell));
            if (!Objects.equals(there.get(at), after)) {
                differences.add(new Changed(line.number(), line.shown(keys), cell.name(), there.get(at), after));
            }
        }
        return differences;
    }

    private boolean inserted(Line line, Way way, List<@Nullable String> values) throws SQLException {
        if (!way.lacking().isEmpty()) {
            return rejected(line, way.lacking().stream().map(this::lacked).toList());
        }
        int rows;
        try {
            rows = way.writes().insert(line);
        } catch (SQLException e) {
            return failed(line, way, e);
        }
        if (!way.writes().within(line)) {
            return rejected(line, List.of(outside(line, OUTSIDE)));
        }
        inserted += rows;
        identities.inserted(way.into().cells(), values);
        return true;
    }

    private Mistake lacked(TargetColumn column) {
        String name = column.name().name();
        int place =
                into.covers(List.of(name)) ? into.cells(List.of(name)).get(0).place() : 0;
        return new Mistake(place, name, null, "not-null", "a new row needs it, and it is not there");
    }

    private boolean updated(Line line, Way way, List<Changed> differences) throws SQLException {
        for (Cell cell : way.others()) {
            if (cell.column().always()
                    && differences.stream().anyMatch(each -> each.column().equals(cell.name()))) {
                return rejected(
                        line,
                        List.of(Mistake.of(
                                cell,
                                line.text(cell),
                                "other",
                                "an identity that is always generated cannot be changed")));
            }
        }
        int rows;
        try {
            rows = way.writes().update(line);
        } catch (SQLException e) {
            return failed(line, way, e);
        }
        if (!way.writes().within(line)) {
            return rejected(line, List.of(outside(line, OUTSIDE)));
        }
        updated += rows;
        differences.stream().limit(SHOWN - changes.size()).forEach(changes::add);
        return true;
    }

    /** Says what is wrong with a row that the table did not take; false when it may wait for another of the file. */
    private boolean failed(Line line, Way way, SQLException error) throws SQLException {
        if (!Fault.ofTheRow(error)) {
            throw error;
        }
        List<Mistake> found = new ArrayList<>(way.checking().alone(line));
        if (found.isEmpty()) {
            found.addAll(way.checking().clashes(line));
        }
        if (found.isEmpty() && !way.checking().missing(line, true).isEmpty()) {
            return false;
        }
        if (found.isEmpty()) {
            found.add(new Mistake(
                    0, null, null, Fault.code(error), session.errors().text(error)));
        }
        return rejected(line, found);
    }

    /** Rejects a row that an import like this does not take, unless it is passed over or has mistakes of its own. */
    private boolean refused(Line line, Way way, Mistake why) throws SQLException {
        List<Mistake> found = way.checking().alone(line);
        if (found.isEmpty() && into.takes().passesOver()) {
            passed++;
            return true;
        }
        return rejected(line, found.isEmpty() ? List.of(why) : found);
    }

    /** One that a second run would not find in the scope. It was written, and goes with the whole import. */
    private Mistake outside(Line line, String reason) {
        return Mistake.of(keys, line.shown(keys), "other", reason);
    }

    private Mistake differs(Line line) {
        return Mistake.of(
                keys,
                line.shown(keys),
                "unique-in-table",
                "a row with this " + names(keys) + " is there with other values; --mode upsert would update it");
    }

    private Mistake absent(Line line) {
        return Mistake.of(keys, line.shown(keys), "key-missing", "there is no row with this " + names(keys));
    }

    private static String names(List<Cell> cells) {
        return String.join(", ", cells.stream().map(Cell::name).toList());
    }

    private boolean rejected(Line line, List<Mistake> found) {
        reject(line, found);
        return true;
    }

    private void reject(Line line, List<Mistake> found) {
        found.forEach(mistake -> mistakes.add(line.number(), mistake));
    }

    /** Returns how many rows are what by now. */
    public Counts counts() {
        return new Counts(inserted, updated, unchanged, passed);
    }

    /** Returns what is wrong with those that are rejected. */
    public Mistakes mistakes() {
        return mistakes;
    }

    /** Returns the first values that are updated. */
    public List<Changed> changes() {
        return List.copyOf(changes);
    }

    /** Moves identities past the numbers of the file, once the rows are committed; returns what was done, for people. */
    public List<String> forward() {
        return identities.forward();
    }

    @Override
    public void close() {
        ways.close();
        seen.forEach(Seen::close);
        mistakes.close();
    }
}
