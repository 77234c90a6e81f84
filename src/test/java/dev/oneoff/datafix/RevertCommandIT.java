package dev.oneoff.datafix;

import dev.oneoff.support.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;

class RevertCommandIT extends RevertCommandContract {

    @Override
    TestDatabase open(Path folder) throws SQLException {
        return TestDatabase.create();
    }
}
