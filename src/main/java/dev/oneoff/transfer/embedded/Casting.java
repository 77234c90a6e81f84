package dev.oneoff.transfer.embedded;

import dev.oneoff.database.Session;
import dev.oneoff.transfer.embedded.Mistakes.Mistake;
import dev.oneoff.transfer.target.TargetColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes values of the texts of a row, all in one statement; where that does not go through, or a value would be cut or rounded,
 * each field is looked at alone. A cast of H2 cuts and rounds without a word. For one thread.
 */
final class Casting implements AutoCloseable {

    private final Session session;
    private final List<Cell> cells;
    private final Bound all;

    /**
     * What came of it.
     *
     * @param typed whether each text is a value of its type, if perhaps too long a one
     * @param values as the columns would hold them, one for each field; empty when there are mistakes
     */
    record Cast(boolean typed, List<@Nullable String> values, List<Mistake> mistakes) {}

    Casting(Session session, List<Cell> cells) {
        this.session = session;
        this.cells = cells;
        List<String> selected = new ArrayList<>();
        List<Cell> bound = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        List<Cell> looked = new ArrayList<>();
        for (Cell cell : cells) {
            selected.add(cell.cast());
            bound.add(cell);
            Limited limited = Limited.of(cell.column());
            if (!limited.broken().isEmpty()) {
                broken.add("COALESCE(" + limited.broken() + ", FALSE)");
                for (int value = 0; value < limited.values(); value++) {
                    looked.add(cell);
                }
            }
        }
        selected.add(0, broken.isEmpty() ? "FALSE" : String.join(" OR ", broken));
        bound.addAll(0, looked);
        this.all = new Bound(session, "SELECT " + String.join(", ", selected), bound);
    }

    /** A condition that holds for a value that would be cut or rounded, and how often it is bound for that. */
    private record Limited(String broken, int values) {

        static Limited of(TargetColumn column) {
            if (column.limit() >= 0) {
                return new Limited(
                        column.bare().startsWith("BINARY")
                                ? "OCTET_LENGTH(CAST(? AS BINARY VARYING)) > " + column.limit()
                                : "CHAR_LENGTH(RTRIM(CAST(? AS CHARACTER VARYING))) > " + column.limit(),
                        1);
            }
            if (column.type().equals(column.bare())) {
                return new Limited("", 0);
            }
            return new Limited("CAST(? AS " + column.bare() + ") IS DISTINCT FROM CAST(? AS " + column.type() + ")", 2);
        }
    }

    Cast cast(Line line) throws SQLException {
        try (ResultSet row = all.query(line)) {
            row.next();
            if (!row.getBoolean(1)) {
                List<@Nullable String> values = new ArrayList<>();
                for (int at = 0; at < cells.size(); at++) {
                    values.add(cells.get(at).kind().text(row, at + 2));
                }
                return new Cast(true, values, List.of());
            }
        } catch (SQLException e) {
            if (!Fault.ofTheRow(e)) {
                throw e;
            }
        } catch (IllegalArgumentException e) {
            // Which field it is, is found below.
        }
        return apart(line);
    }

    private Cast apart(Line line) throws SQLException {
        boolean typed = true;
        List<Mistake> mistakes = new ArrayList<>();
        for (Cell cell : cells) {
            if (line.text(cell) == null) {
                continue;
            }
            Optional<Raised> raised =
                    raised(line, cell, "SELECT CAST(? AS " + cell.column().bare() + ")", 1);
            if (raised.isPresent()) {
                typed = false;
                mistakes.add(
                        Mistake.of(cell, line.text(cell), "type", raised.get().reason()));
            } else {
                limit(line, cell, mistakes);
            }
        }
        if (mistakes.isEmpty()) {
            mistakes.add(new Mistake(0, null, null, "type", "the row cannot be computed"));
        }
        return new Cast(typed, List.of(), mistakes);
    }

    private void limit(Line line, Cell cell, List<Mistake> mistakes) throws SQLException {
        Limited limited = Limited.of(cell.column());
        Optional<Raised> whole = raised(line, cell, "SELECT " + cell.cast(), 1);
        if (whole.filter(raised -> raised.state().equals(Fault.RULE)).isPresent()) {
            mistakes.add(Mistake.of(
                    cell, line.text(cell), "type", whole.orElseThrow().reason()));
            return;
        }
        boolean cut = limited.values() > 0
                && raised(line, cell, "SELECT 1 WHERE NOT (" + limited.broken() + ")", limited.values())
                        .isPresent();
        if (cut || whole.isPresent()) {
            String reason = "does not fit " + cell.column().type();
            mistakes.add(Mistake.of(cell, line.text(cell), "length", reason));
        }
    }

    /** Why a statement did not go through. */
    private record Raised(String state, String reason) {}

    /** Returns why a statement with one field does not go through, or that it finds nothing; empty when it finds something. */
    private Optional<Raised> raised(Line line, Cell cell, String sql, int values) throws SQLException {
        try (Bound alone = new Bound(session, sql, Collections.nCopies(values, cell))) {
            return alone.any(line) ? Optional.empty() : Optional.of(new Raised("", "nothing"));
        } catch (SQLException e) {
            if (!Fault.ofTheRow(e)) {
                throw e;
            }
            return Optional.of(
                    new Raised(String.valueOf(e.getSQLState()), session.errors().text(e)));
        } catch (IllegalArgumentException e) {
            return Optional.of(new Raised("", String.valueOf(e.getMessage())));
        }
    }

    @Override
    public void close() {
        all.close();
    }
}
