package dev.oneoff.contract;

import dev.oneoff.support.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;

class H2JsonIT extends JsonContract {

    @Override
    TestDatabase database(Path folder) {
        return TestDatabase.h2(folder, PASSWORD);
    }

    @Override
    String url(TestDatabase database, String password) {
        return database.url() + ";USER=sa;PASSWORD=" + password;
    }

    @Override
    AutoCloseable locked(TestDatabase database) throws SQLException {
        return database.connect();
    }
}
