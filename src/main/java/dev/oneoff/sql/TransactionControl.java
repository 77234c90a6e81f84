package dev.oneoff.sql;

import java.util.List;

/** Knows the statements that begin or end a transaction; those on savepoints stay inside one. */
final class TransactionControl {

    private TransactionControl() {}

    static boolean isIn(List<Token> tokens) {
        Words words = new Words(tokens);
        if (words.takeAny("BEGIN", "COMMIT", "END", "ABORT")) {
            return true;
        }
        if (words.takeAll("ROLLBACK")) {
            words.takeAny("WORK", "TRANSACTION");
            return !words.takeAll("TO");
        }
        return words.takeAll("START", "TRANSACTION")
                || words.takeAll("PREPARE", "TRANSACTION")
                || words.takeAll("SET", "AUTOCOMMIT");
    }
}
