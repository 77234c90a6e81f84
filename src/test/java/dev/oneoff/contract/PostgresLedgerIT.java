package dev.oneoff.contract;

import dev.oneoff.database.Database;
import dev.oneoff.support.TestDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;

class PostgresLedgerIT extends LedgerContract {

    private final TestDatabase server;

    PostgresLedgerIT() throws SQLException {
        server = TestDatabase.create();
    }

    @Override
    Database database() {
        return Engines.postgres(server);
    }

    @Override
    String leadAway() {
        return "SET search_path = other";
    }

    @AfterEach
    void drop() throws SQLException {
        server.close();
    }
}
