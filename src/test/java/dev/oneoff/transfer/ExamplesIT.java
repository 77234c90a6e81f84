package dev.oneoff.transfer;

import dev.oneoff.support.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;

class ExamplesIT extends ExamplesContract {

    @Override
    TestDatabase open(Path application) throws SQLException {
        return TestDatabase.create();
    }

    @Override
    String created() {
        return "2026-11-20T09:00:00+00:00";
    }
}
