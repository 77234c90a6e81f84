package dev.oneoff.sql;

import java.util.List;
import java.util.Optional;

/** Knows the statements that may run once more when nobody knows whether they ran: nothing is there twice afterwards. */
final class Repeatable {

    private Repeatable() {}

    static boolean isIn(List<Token> tokens) {
        Optional<ConcurrentIndex> index = ConcurrentIndexReader.read(tokens);
        if (index.isPresent()) {
            return isRepeatable(index.get());
        }
        Words words = new Words(tokens);
        if (words.takeAll("SET")) {
            words.takeAny("SESSION", "LOCAL");
            return !words.takeAny("ROLE", "AUTHORIZATION");
        }
        if (words.takeAll("ALTER", "TYPE")) {
            words.takeName();
            return words.takeAll("ADD", "VALUE", "IF", "NOT", "EXISTS");
        }
        return words.takeAny("VACUUM", "ANALYZE", "ANALYSE", "REINDEX", "CLUSTER", "CHECKPOINT", "SHOW", "RESET")
                || words.takeAll("REFRESH", "MATERIALIZED", "VIEW");
    }

    private static boolean isRepeatable(ConcurrentIndex index) {
        return switch (index.action()) {
            // Without a name each build would make one more.
            case CREATE -> index.index().isPresent();
            case DROP -> index.isTolerant();
            case REINDEX -> true;
        };
    }
}
