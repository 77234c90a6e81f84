package dev.oneoff.datafix;

import dev.oneoff.support.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;

class MaxRuntimeIT extends MaxRuntimeContract {

    @Override
    TestDatabase create(Path folder) throws SQLException {
        return TestDatabase.create();
    }
}
