package dev.oneoff.pace;

import dev.oneoff.database.Session;
import java.util.function.Consumer;

/** Old versions of rows that pile up in a table faster than autovacuum takes them away. */
final class DeadRows implements Signal {

    private static final long MANY = 50_000;

    private final String table;
    private final String shown;
    private boolean many;

    /**
     * Makes it.
     *
     * @param table quoted, with its schema
     * @param shown the same for people
     */
    DeadRows(String table, String shown) {
        this.table = table;
        this.shown = shown;
    }

    @Override
    public void read(Session session, Consumer<Reading> says) {
        says.accept(of(Rows.of(session, table)));
    }

    /** Many are half as many as live ones; it is over when they are half as many as that. */
    Reading of(Rows rows) {
        long half = many ? 2 : 1;
        many = rows.dead() * half >= MANY && rows.dead() * half * 2 >= rows.live();
        return many
                ? Reading.slow("%s has %,d dead rows and %,d live ones; --vacuum would vacuum it"
                        .formatted(shown, rows.dead(), rows.live()))
                : Reading.QUIET;
    }
}
