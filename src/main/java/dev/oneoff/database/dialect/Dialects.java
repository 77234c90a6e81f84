package dev.oneoff.database.dialect;

import dev.oneoff.config.DatabaseAddress;
import dev.oneoff.config.H2Address;
import dev.oneoff.config.PostgresAddress;

/** Chooses the dialect of an address. */
public final class Dialects {

    private Dialects() {}

    /** Returns the dialect that connects to the address. */
    public static Dialect of(DatabaseAddress address) {
        if (address instanceof PostgresAddress postgres) {
            return new PostgresDialect(postgres);
        }
        return new H2Dialect((H2Address) address);
    }
}
