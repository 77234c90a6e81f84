package dev.oneoff.datafix;

import dev.oneoff.support.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class RevertCommandIT extends RevertCommandContract {

    @Override
    TestDatabase open(Path folder) throws SQLException {
        return TestDatabase.create();
    }
}
