package dev.oneoff.datafix.statement;

import dev.oneoff.datafix.statement.Change.Form;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.sql.Identifier;
import dev.oneoff.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Takes INSERT … SELECT apart. */
record TakingInsert(Statement statement, Pieces pieces, Refusal refusal) {

    private static final Map<String, String> NOT_ROW_BY_ROW = Map.ofEntries(
            Map.entry("DISTINCT", "Say which driver rows are meant in the condition."),
            Map.entry("GROUP", "Choose one driver row per group in the condition."),
            Map.entry("HAVING", "Say it in the condition."),
            Map.entry("WINDOW", "Compute it in a sub-select of the condition."),
            Map.entry("OVER", "Compute it in a sub-select of the condition."),
            Map.entry("UNION", "Write one INSERT after the other: they run in order."),
            Map.entry("INTERSECT", "Say it in the condition, with EXISTS."),
            Map.entry("EXCEPT", "Say it in the condition, with NOT EXISTS."),
            Map.entry("LIMIT", "Say which driver rows are meant in the condition."),
            Map.entry("FETCH", "Say which driver rows are meant in the condition."),
            Map.entry("OFFSET", "Say which driver rows are meant in the condition."),
            Map.entry("ORDER", "Take it out: rows are inserted in the order of the driver's key."),
            Map.entry("FOR", "Take it out: the driver rows of a batch are locked anyway."));
    private static final Set<String> ENDS = Set.of("WHERE", "ON", "RETURNING");

    Change change() {
        if (!pieces.isWord(1, "INTO")) {
            throw refused(
                    0, "an INSERT goes on with INTO", "Write INSERT INTO table (columns) SELECT … FROM … WHERE ….");
        }
        int select = pieces.find(2, Set.of("SELECT", "VALUES", "DEFAULT", "WITH", "TABLE"));
        if (!pieces.isWord(select, "SELECT")) {
            throw refused(
                    0,
                    "an INSERT without a SELECT of its own",
                    "Write INSERT INTO table (columns) SELECT … FROM … WHERE ….");
        }
        requireRowByRow(select);
        int from = pieces.find(select, Set.of("FROM"));
        if (from == pieces.size()) {
            throw refused(select, "the SELECT has no FROM", "Name the table whose rows decide what is missing.");
        }
        int where = where(from);
        int conflict = conflict(where);
        TableName head = new TableName(pieces, refusal);
        TableName.Read table = head.read(2);
        List<Identifier> columns = columns(table.next());
        TableName.Read driver = head.read(from + 1);
        requireDriver(from + 1, driver, where);
        return new Change(
                Form.INSERT,
                statement,
                table.table(),
                columns,
                Optional.of(pieces.span(select + 1, from)),
                Optional.of(pieces.span(from + 1, where)),
                Optional.of(driver.table()),
                pieces.span(where + 1, conflict),
                conflict < pieces.size() ? Optional.of(pieces.span(conflict, pieces.size())) : Optional.empty());
    }

    private void requireRowByRow(int select) {
        int at = pieces.find(select, NOT_ROW_BY_ROW.keySet());
        if (at < pieces.size()) {
            String word = pieces.get(at).token().text().toUpperCase(Locale.ROOT);
            throw refused(
                    at,
                    word + " does not work row by row of a driver table",
                    Objects.requireNonNull(NOT_ROW_BY_ROW.get(word)));
        }
    }

    private int where(int from) {
        int at = pieces.find(from, Set.of("WHERE"));
        if (at >= pieces.size() - 1) {
            throw refused(
                    0,
                    "there is no WHERE, so it would insert the same rows again and again",
                    "Say which are missing: WHERE NOT EXISTS (SELECT FROM table WHERE …).");
        }
        return at;
    }

    /** Returns where ON CONFLICT begins; the size when there is none. */
    private int conflict(int where) {
        int end = pieces.find(where + 1, ENDS);
        if (pieces.isWord(end, "RETURNING")) {
            throw refused(end, "RETURNING has nobody to return to", "Take it out; show lists what was inserted.");
        }
        if (end < pieces.size()) {
            int then = pieces.find(end, Set.of("DO"));
            if (!pieces.isWord(then + 1, "NOTHING")) {
                throw refused(
                        end, "ON CONFLICT DO UPDATE is two changes in one", "Write the UPDATE first, then the INSERT.");
            }
        }
        return end;
    }

    private List<Identifier> columns(int from) {
        if (!pieces.isSymbol(from, "(")) {
            throw refused(from, "the columns to insert are not named", "Name them: INSERT INTO table (a, b) SELECT ….");
        }
        List<Identifier> columns = new ArrayList<>();
        for (int at = from + 1; at < pieces.size() && !pieces.isSymbol(at, ")"); at++) {
            if (!pieces.isSymbol(at, ",")) {
                int index = at;
                columns.add(Names.of(pieces.get(at).token())
                        .orElseThrow(() -> refused(index, "a column's name is not understood", "Name plain columns.")));
            }
        }
        return columns;
    }

    private void requireDriver(int at, TableName.Read driver, int where) {
        int join = pieces.find(at, Set.of("RIGHT", "FULL"));
        if (join < where) {
            throw refused(
                    join,
                    "an outer join on the driver's side",
                    "Put the table that decides first, and LEFT JOIN the others.");
        }
        boolean plain = driver.next() >= where
                || pieces.isSymbol(driver.next(), ",")
                || Set.of("JOIN", "INNER", "LEFT", "CROSS").stream()
                        .anyMatch(word -> pieces.isWord(driver.next(), word));
        if (!plain) {
            throw refused(
                    driver.next(),
                    "the first item after FROM is not a plain table",
                    "Put the table that decides first.");
        }
    }

    private OneoffException refused(int index, String what, String instead) {
        return refusal.at(pieces.line(index), what, instead);
    }
}
