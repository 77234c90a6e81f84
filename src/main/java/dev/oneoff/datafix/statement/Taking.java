package dev.oneoff.datafix.statement;

import dev.oneoff.datafix.statement.Change.Form;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Takes a statement apart, or refuses it with what to write instead. */
public final class Taking {

    private static final Set<String> AFTER_CONDITION = Set.of("RETURNING");
    private final Pieces pieces;
    private final Statement statement;
    private final Refusal refusal;

    private Taking(Statement statement, String file) {
        this.statement = statement;
        this.pieces = new Pieces(statement);
        this.refusal = new Refusal(file);
    }

    /**
     * Takes a statement apart.
     *
     * @param file the script's name, for messages
     * @throws OneoffException INPUT_REJECTED with the line and what to write instead
     */
    public static Change apart(Statement statement, String file) {
        return new Taking(statement, file).change();
    }

    private Change change() {
        String first = pieces.get(0).token().text().toUpperCase(Locale.ROOT);
        return switch (first) {
            case "UPDATE" -> update();
            case "DELETE" -> delete();
            case "INSERT" -> new TakingInsert(statement, pieces, refusal).change();
            case "WITH" ->
                throw refused(0, "a fix cannot begin with WITH", "Move its query into the condition as a sub-select.");
            case "MERGE" ->
                throw refused(0, "MERGE is not one change of rows", "Write an UPDATE, an INSERT and a DELETE.");
            case "TRUNCATE" ->
                throw refused(0, "TRUNCATE cannot be run in batches or taken back", "Write a DELETE with a condition.");
            case "SELECT" ->
                throw refused(
                        0, "a SELECT changes nothing", "Put it under -- verify, -- check or -- find, or export it.");
            default ->
                throw refused(
                        0, first + " is not something a fix does", "It takes UPDATE, DELETE and INSERT … SELECT.");
        };
    }

    private Change update() {
        int set = pieces.find(1, Set.of("SET"));
        requireThere(set, "the UPDATE has no SET");
        Table table = table(1, set);
        int where = condition(set + 1, Set.of("WHERE", "FROM", "RETURNING"));
        int from = pieces.find(set + 1, Set.of("FROM", "WHERE"));
        int end = end(where);
        Assignments assignments = new Assignments(pieces, refusal);
        return new Change(
                Form.UPDATE,
                statement,
                table,
                assignments.columns(set + 1, from),
                Optional.of(pieces.span(set + 1, from)),
                from < where ? Optional.of(pieces.span(from + 1, where)) : Optional.empty(),
                Optional.empty(),
                pieces.span(where + 1, end),
                Optional.empty());
    }

    private Change delete() {
        if (!pieces.isWord(1, "FROM")) {
            throw refused(0, "a DELETE goes on with FROM", "Write DELETE FROM table WHERE condition.");
        }
        int using = pieces.find(2, Set.of("USING", "WHERE", "RETURNING"));
        int where = condition(2, Set.of("WHERE", "RETURNING"));
        int end = end(where);
        return new Change(
                Form.DELETE,
                statement,
                table(2, using),
                List.of(),
                Optional.empty(),
                using < where ? Optional.of(pieces.span(using + 1, where)) : Optional.empty(),
                Optional.empty(),
                pieces.span(where + 1, end),
                Optional.empty());
    }

    /** Returns where WHERE stands. */
    private int condition(int from, Set<String> ends) {
        int where = from;
        do {
            where = pieces.find(where, ends);
            if (where < pieces.size() && pieces.isWord(where, "WHERE")) {
                return requireSense(where);
            }
            if (where < pieces.size() && pieces.isWord(where, "RETURNING")) {
                break;
            }
            where++;
        } while (where < pieces.size());
        throw refused(
                0,
                "there is no WHERE, so it would never be finished",
                "Say which rows are still wrong: WHERE column IS DISTINCT FROM new value.");
    }

    private int requireSense(int where) {
        if (pieces.isWord(where + 1, "CURRENT") && pieces.isWord(where + 2, "OF")) {
            throw refused(where, "there is no cursor that WHERE CURRENT OF could mean", "Write the condition itself.");
        }
        if (where + 1 >= pieces.size()) {
            throw refused(where, "WHERE has no condition", "Say which rows are still wrong.");
        }
        return where;
    }

    private int end(int where) {
        int end = pieces.find(where, AFTER_CONDITION);
        if (end < pieces.size()) {
            throw refused(end, "RETURNING has nobody to return to", "Take it out; show lists what was changed.");
        }
        return end;
    }

    private Table table(int from, int to) {
        TableName.Read read = new TableName(pieces, refusal).read(from);
        if (read.next() < to) {
            throw refused(
                    read.next(),
                    "what stands after the table's name is not understood",
                    "Write the table and one alias.");
        }
        return read.table();
    }

    private void requireThere(int index, String what) {
        if (index >= pieces.size()) {
            throw refused(0, what, "Write UPDATE table SET column = value WHERE condition.");
        }
    }

    private OneoffException refused(int index, String what, String instead) {
        return refusal.at(pieces.line(index), what, instead);
    }
}
