package dev.oneoff.datafix.statement;

import dev.oneoff.sql.Identifier;
import dev.oneoff.sql.Position;
import dev.oneoff.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads which columns a SET list sets: {@code a = …}, {@code (a, b) = …}, {@code list[1] = …}, {@code place.street = …}. */
record Assignments(Pieces pieces, Refusal refusal) {

    List<Identifier> columns(int from, int to) {
        Set<Identifier> columns = new LinkedHashSet<>();
        int at = from;
        while (at < to) {
            if (pieces.isSymbol(at, "(")) {
                at = group(at + 1, columns);
            } else {
                columns.add(name(at));
            }
            at = next(at, to);
        }
        if (columns.isEmpty()) {
            throw refusal.at(pieces.line(from), "SET sets nothing", "Write SET column = value.");
        }
        return new ArrayList<>(columns);
    }

    private int group(int from, Set<Identifier> columns) {
        int at = from;
        while (at < pieces.size() && !pieces.isSymbol(at, ")")) {
            if (!pieces.isSymbol(at, ",")) {
                columns.add(name(at));
            }
            at++;
        }
        return at;
    }

    /** Returns where the next assignment begins. */
    private int next(int from, int to) {
        int at = from;
        while (at < to && !(pieces.get(at).depth() == 0 && pieces.isSymbol(at, ","))) {
            at++;
        }
        return at + 1;
    }

    private Identifier name(int at) {
        return Names.of(pieces.get(at).token())
                .orElseThrow(() -> refusal.at(
                        pieces.line(at), "the name of a column to set is not understood", "Write SET column = value."));
    }

    /** Returns the texts after the equals signs; empty when one of them is no value. */
    static Optional<List<String>> values(Span list) {
        Pieces pieces = new Pieces(new Statement(list.text(), new Position(1, 1)));
        List<String> values = new ArrayList<>();
        int at = 0;
        while (at < pieces.size()) {
            int equals = at;
            while (equals < pieces.size() && !isTop(pieces, equals, "=")) {
                equals++;
            }
            int end = equals + 1;
            while (end < pieces.size() && !isTop(pieces, end, ",")) {
                end++;
            }
            if (pieces.isSymbol(at, "(") || equals + 1 >= end || pieces.isWord(equals + 1, "DEFAULT")) {
                return Optional.empty();
            }
            values.add(pieces.span(equals + 1, end).text());
            at = end + 1;
        }
        return Optional.of(values);
    }

    private static boolean isTop(Pieces pieces, int at, String sign) {
        Pieces.Piece piece = pieces.get(at);
        return piece.depth() == 0 && piece.token().text().equals(sign);
    }
}
