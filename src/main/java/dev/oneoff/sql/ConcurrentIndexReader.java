package dev.oneoff.sql;

import dev.oneoff.sql.ConcurrentIndex.Action;
import java.util.List;
import java.util.Optional;

/** Reads what CREATE INDEX, DROP INDEX and REINDEX say, where they say CONCURRENTLY. */
final class ConcurrentIndexReader {

    private ConcurrentIndexReader() {}

    static Optional<ConcurrentIndex> read(List<Token> tokens) {
        Words words = new Words(tokens);
        if (words.takeAll("CREATE")) {
            return create(words);
        }
        if (words.takeAll("DROP", "INDEX", "CONCURRENTLY")) {
            boolean tolerant = words.takeAll("IF", "EXISTS");
            return Optional.of(
                    new ConcurrentIndex(Action.DROP, tolerant, words.takeName().orElse(null), null));
        }
        return words.takeAll("REINDEX") ? reindex(words) : Optional.empty();
    }

    private static Optional<ConcurrentIndex> create(Words words) {
        words.takeAll("UNIQUE");
        if (!words.takeAll("INDEX", "CONCURRENTLY")) {
            return Optional.empty();
        }
        boolean tolerant = words.takeAll("IF", "NOT", "EXISTS");
        QualifiedName index = null;
        if (!words.takeAll("ON")) {
            index = words.takeName().orElse(null);
            words.takeAll("ON");
        }
        words.takeAll("ONLY");
        QualifiedName table = words.takeName().orElse(null);
        return Optional.of(new ConcurrentIndex(Action.CREATE, tolerant, index, table));
    }

    private static Optional<ConcurrentIndex> reindex(Words words) {
        boolean option = words.takeParentheses()
                .map(ConcurrentIndexReader::saysConcurrently)
                .orElse(false);
        boolean ofIndex = words.takeAll("INDEX");
        boolean ofTable = !ofIndex && words.takeAll("TABLE");
        if (!ofIndex && !ofTable) {
            words.takeAny("SCHEMA", "DATABASE", "SYSTEM");
        }
        if (!words.takeAll("CONCURRENTLY") && !option) {
            return Optional.empty();
        }
        QualifiedName name = words.takeName().orElse(null);
        return Optional.of(new ConcurrentIndex(Action.REINDEX, false, ofIndex ? name : null, ofTable ? name : null));
    }

    /** Returns whether a list of options, as in REINDEX (VERBOSE, CONCURRENTLY on), says it and does not take it back. */
    private static boolean saysConcurrently(Words options) {
        while (options.hasNext()) {
            if (options.takeAll("CONCURRENTLY")) {
                return !options.hasNext() || !options.take().text().matches("(?i)'?(false|off|0)'?");
            }
            options.take();
        }
        return false;
    }
}
