package dev.oneoff.datafix.statement;

import dev.oneoff.sql.Identifier;
import dev.oneoff.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a table's name with an alias. */
record TableName(Pieces pieces, Refusal refusal) {

    // What may follow a table and is no alias.
    private static final Set<String> NO_ALIAS = Set.of(
            "SET",
            "WHERE",
            "FROM",
            "USING",
            "RETURNING",
            "SELECT",
            "VALUES",
            "DEFAULT",
            "OVERRIDING",
            "ON",
            "JOIN",
            "INNER",
            "LEFT",
            "RIGHT",
            "FULL",
            "CROSS",
            "NATURAL",
            "TABLESAMPLE",
            "WITH",
            "TABLE");

    /** A table, and the index of what follows it. */
    record Read(Table table, int next) {}

    Read read(int from) {
        if (pieces.isWord(from, "ONLY")) {
            throw refusal.at(
                    pieces.line(from),
                    "ONLY leaves out the tables that inherit",
                    "Name the table that holds the rows.");
        }
        if (pieces.isWord(from, "LATERAL") || pieces.isSymbol(from, "(")) {
            throw refusal.at(pieces.line(from), "a table's name has to stand here", "Name a plain table.");
        }
        List<Identifier> parts = new ArrayList<>();
        int at = from;
        while (at < pieces.size() && pieces.get(at).isName()) {
            parts.add(name(at));
            at++;
            if (!pieces.isSymbol(at, ".")) {
                break;
            }
            at++;
        }
        if (parts.isEmpty()) {
            throw refusal.at(pieces.line(from), "a table's name has to stand here", "Name the table.");
        }
        if (pieces.isSymbol(at, "*")) {
            at++;
        }
        boolean announced = pieces.isWord(at, "AS");
        if (announced) {
            at++;
        }
        if (at < pieces.size() && pieces.get(at).isName() && (announced || !isNoAlias(at))) {
            return new Read(new Table(new QualifiedName(parts), Optional.of(name(at))), at + 1);
        }
        return new Read(new Table(new QualifiedName(parts), Optional.empty()), at);
    }

    private boolean isNoAlias(int at) {
        return NO_ALIAS.stream().anyMatch(word -> pieces.isWord(at, word));
    }

    private Identifier name(int at) {
        return Names.of(pieces.get(at).token())
                .orElseThrow(() -> refusal.at(
                        pieces.line(at), "a name written as U&\"…\" is not understood", "Write it in double quotes."));
    }
}
