package dev.oneoff.contract;

import dev.oneoff.support.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;

class PostgresJsonIT extends JsonContract {

    @Override
    TestDatabase database(Path folder) throws SQLException {
        return TestDatabase.create();
    }

    @Override
    String url(TestDatabase database, String password) throws SQLException {
        String url = database.urlOfRoleWith(password);
        database.execute("GRANT ALL ON SCHEMA public TO " + database.name());
        return url;
    }

    @Override
    AutoCloseable locked(TestDatabase database) {
        return Engines.hold(Engines.postgres(database));
    }
}
