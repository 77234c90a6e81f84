package dev.oneoff.sql;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a statement with CONCURRENTLY does to an index, outside any transaction. Killed half-way it leaves an invalid index. */
public final class ConcurrentIndex {

    /** What is done. */
    public enum Action {
        /** CREATE INDEX CONCURRENTLY. */
        CREATE,
        /** DROP INDEX CONCURRENTLY. */
        DROP,
        /** REINDEX … CONCURRENTLY of an index, a table, a schema or a database. */
        REINDEX
    }

    private final Action action;
    private final boolean tolerant;
    private final @Nullable QualifiedName index;
    private final @Nullable QualifiedName table;

    ConcurrentIndex(Action action, boolean tolerant, @Nullable QualifiedName index, @Nullable QualifiedName table) {
        this.action = action;
        this.tolerant = tolerant;
        this.index = index;
        this.table = table;
    }

    /** Returns what is done. */
    public Action action() {
        return action;
    }

    /** Returns whether the statement says IF NOT EXISTS or IF EXISTS; the former takes an invalid index for a good one. */
    public boolean isTolerant() {
        return tolerant;
    }

    /**
     * Returns the index; empty where the server chooses the name, where a whole table or more is reindexed, and for a name
     * written as {@code U&"…"}. A created index lies in the schema of its table.
     */
    public Optional<QualifiedName> index() {
        return Optional.ofNullable(index);
    }

    /** Returns the table of CREATE INDEX and REINDEX TABLE; empty for the others, and for a name written as {@code U&"…"}. */
    public Optional<QualifiedName> table() {
        return Optional.ofNullable(table);
    }
}
