package dev.oneoff.task;

import java.sql.Connection;
import java.util.List;
import java.util.Map;

/** Some keys of a {@link DataFix}, and the connection to change what belongs to them. Valid until {@code fix} returns. */
public interface FixBatch {

    /**
     * Returns the keys, at least one, in the order of the worklist.
     *
     * @return for each key its columns as {@code -- find} selects them, none null: Integer, Long, BigDecimal, Boolean, String,
     *     UUID, LocalDate, LocalTime, LocalDateTime, OffsetDateTime and the like; a type that the JDK does not have is a
     *     String as the server writes it
     */
    List<List<Object>> keys();

    /**
     * Returns the keys of one column.
     *
     * @param type of that column, for example {@code Long.class} for a bigint
     * @throws IllegalStateException when a key has several columns, or another type
     */
    default <T> List<T> keys(Class<T> type) {
        return keys().stream()
                .map(key -> {
                    if (key.size() != 1 || !type.isInstance(key.get(0))) {
                        throw new IllegalStateException("the key is not one " + type.getSimpleName() + ": it has "
                                + key.stream()
                                        .map(part -> part.getClass().getSimpleName())
                                        .toList());
                    }
                    return type.cast(key.get(0));
                })
                .toList();
    }

    /** Returns the values of {@code -- params}, as texts, by name: those of the run that began the fix. */
    Map<String, String> params();

    /**
     * Returns one of them.
     *
     * @throws IllegalArgumentException when the script has no such parameter
     */
    default String param(String name) {
        String value = params().get(name);
        if (value == null) {
            throw new IllegalArgumentException("the script has no parameter " + name + "; it has "
                    + params().keySet().stream().sorted().toList());
        }
        return value;
    }

    /**
     * Returns oneoff's own connection, inside the batch's transaction. Statements and savepoints are free; whatever would end
     * the transaction or reach past it is refused and ends the run: commit, rollback, setAutoCommit, close, abort, unwrap,
     * settings of the session, and SQL such as COMMIT. Not for other threads.
     */
    Connection connection();

    /**
     * Makes one, with the connection guarded as in a run: for tests of a fix.
     *
     * @param connection in a transaction; the caller ends it
     */
    static FixBatch of(Connection connection, List<List<Object>> keys, Map<String, String> params) {
        return new KeyBatch(keys, params, new Guard(connection).connection());
    }
}
