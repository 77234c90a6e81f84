package dev.oneoff.datafix;

import dev.oneoff.support.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;

class SampleFixesIT extends SampleFixesContract {

    @Override
    TestDatabase open(Path folder) throws SQLException {
        return TestDatabase.create();
    }
}
