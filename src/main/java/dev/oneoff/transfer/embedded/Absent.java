package dev.oneoff.transfer.embedded;

import dev.oneoff.database.Row;
import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.images.ImageForm;
import dev.oneoff.images.ImageTarget;
import dev.oneoff.sql.Identifier;
import dev.oneoff.transfer.target.Reference;
import dev.oneoff.transfer.undo.EmbeddedKeeping;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the table, or of the scope, that a file does not have: {@code oneoff_gone}, by their keys. For one thread.
 */
public final class Absent implements AutoCloseable {

    private static final int CHARACTERS = 200;

    private final Session session;
    private final Into into;
    private final List<Cell> keys;
    private final Seen known;
    private long of;
    private long rows;

    /** Makes it, with its temporary tables; nothing is committed by that. */
    public Absent(Session session, Into into) {
        this.session = session;
        this.into = into;
        this.keys = into.keyCells();
        this.known = new Seen(session, "oneoff_known", keys);
        session.execute("CREATE CACHED LOCAL TEMPORARY TABLE oneoff_gone ("
                + keys.stream()
                        .map(cell ->
                                cell.column().quoted() + " " + cell.column().type())
                        .collect(Collectors.joining(", "))
                + ", PRIMARY KEY (" + names("") + ")) TRANSACTIONAL");
    }

    /** Takes note of a row of the file. What is wrong with it is told when the row is taken. */
    public void know(Line line) {
        if (!known.concerns(line, List.of())) {
            return;
        }
        try {
            known.twice(line);
        } catch (IllegalArgumentException e) {
            // No text of that kind.
        } catch (SQLException e) {
            if (!Fault.ofTheRow(e)) {
                throw session.errors().translate(e, "importing line " + line.number());
            }
        }
    }

    /** Finds the rows that go, once all of the file are known; before any of them is taken. */
    public void find() {
        of = number("SELECT count(*) FROM " + scoped());
        session.execute("INSERT INTO oneoff_gone SELECT " + names("t.") + " FROM " + scoped()
                + " WHERE NOT EXISTS (SELECT 1 FROM oneoff_known AS k WHERE " + same("k.") + ")");
        rows = number("SELECT count(*) FROM oneoff_gone");
    }

    /** Returns how many rows the scope has. */
    public long of() {
        return of;
    }

    /** Returns how many of them go. */
    public long rows() {
        return rows;
    }

    /**
     * A row that goes.
     *
     * @param text all of it, cut after 200 characters
     */
    public record Going(String key, String text) {}

    /** Returns the first of them. */
    public List<Going> first(int many) {
        List<Going> first = new ArrayList<>();
        String columns = into.table().columns().stream()
                .map(column -> "t." + column.quoted())
                .collect(Collectors.joining(", "));
        select(names("t.") + ", " + columns + gone() + " ORDER BY " + names("t.") + " LIMIT " + many, row -> {
            StringJoiner text = new StringJoiner(",", "(", ")");
            for (int at = keys.size() + 1; at <= row.getMetaData().getColumnCount(); at++) {
                String value = Kind.of(row.getMetaData().getColumnTypeName(at)).text(row, at);
                text.add(value == null ? "" : value);
            }
            StringJoiner key = new StringJoiner(", ");
            for (int at = 1; at <= keys.size(); at++) {
                key.add(String.valueOf(keys.get(at - 1).kind().text(row, at)));
            }
            String whole = text.toString();
            first.add(new Going(key.toString(), whole.substring(0, Math.min(CHARACTERS, whole.length()))));
        });
        return first;
    }

    /** Returns what would become of rows that refer to them, with the constraint's name; empty when nothing would. */
    public Optional<String> touched() {
        return new Referring(session, into.table(), same("g.")).touched();
    }

    /**
     * Deletes them.
     *
     * @throws OneoffException STEP_FAILED when some are still there
     */
    public void delete(Optional<EmbeddedKeeping> keeping) {
        if (rows == 0) {
            return;
        }
        keeping.ifPresent(this::keep);
        int deleted = deleted();
        if (deleted < rows) {
            throw new OneoffException(
                    FailureKind.STEP_FAILED,
                    (rows - deleted) + " rows were not deleted from "
                            + into.table().shown() + ": a trigger kept them back.",
                    "Nothing was imported. Look at the table's triggers, then run it again.");
        }
    }

    /** H2 looks at foreign keys with each row: those go first that no other row of the table refers to. */
    private int deleted() {
        String table = into.table().name().quoted();
        String all =
                "DELETE FROM " + table + " AS t WHERE EXISTS (SELECT 1 FROM oneoff_gone AS g WHERE " + same("g.") + ")";
        StringBuilder alone = new StringBuilder(all);
        into.table().references().stream().filter(Reference::own).forEach(reference -> {
            alone.append(" AND NOT EXISTS (SELECT 1 FROM " + table + " AS c WHERE NOT (" + same("c.") + ")");
            for (int at = 0; at < reference.columns().size(); at++) {
                alone.append(
                        " AND c." + Identifier.of(reference.columns().get(at)).quoted() + " = t."
                                + Identifier.of(reference.referred().get(at)).quoted());
            }
            alone.append(")");
        });
        int sum = 0;
        int some = update(alone.toString());
        while (some > 0) {
            sum += some;
            some = sum < rows ? update(alone.toString()) : 0;
        }
        return sum + (sum < rows ? update(all) : 0);
    }

    private int update(String sql) {
        return session.update(Sql.positional(sql, List.of()));
    }

    private void keep(EmbeddedKeeping keeping) {
        ImageTarget target = keeping.target(ImageForm.DELETE);
        String columns = Stream.concat(target.key().stream(), target.columns().stream())
                .map(column -> "t." + column.name().quoted())
                .collect(Collectors.joining(", "));
        select(columns + gone(), row -> {
            List<@Nullable Object> was = new ArrayList<>();
            for (int at = 1; at <= row.getMetaData().getColumnCount(); at++) {
                was.add(Row.exact(row, at));
            }
            keeping.keep(ImageForm.DELETE, was, List.of());
        });
    }

    /** Is given the current row of a result. */
    @FunctionalInterface
    private interface Each {
        void take(ResultSet row) throws SQLException;
    }

    private void select(String what, Each each) {
        try (Statement statement = session.connection().createStatement();
                ResultSet result = statement.executeQuery("SELECT " + what)) {
            while (result.next()) {
                each.take(result);
            }
        } catch (SQLException e) {
            throw session.errors().translate(e, "looking at the rows that would be deleted");
        }
    }

    private String gone() {
        return " FROM oneoff_gone AS g JOIN " + into.table().name().quoted() + " AS t ON " + same("g.");
    }

    /** The words of the scope see the table alone, under its own name. */
    private String scoped() {
        return "(SELECT " + names("") + " FROM " + into.table().name().quoted()
                + into.takes().scope().map(scope -> " WHERE (" + scope + "\n)").orElse("") + ") AS t";
    }

    private String names(String of) {
        return keys.stream().map(cell -> of + cell.column().quoted()).collect(Collectors.joining(", "));
    }

    private String same(String of) {
        return keys.stream()
                .map(cell -> "t." + cell.column().quoted() + " = " + of
                        + cell.column().quoted())
                .collect(Collectors.joining(" AND "));
    }

    private long number(String sql) {
        return session.listAsItIs(sql, row -> row.number(1)).get(0);
    }

    @Override
    public void close() {
        known.close();
    }
}
