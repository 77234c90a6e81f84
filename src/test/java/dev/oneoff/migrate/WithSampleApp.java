package dev.oneoff.migrate;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Gives each test an application with no changeset yet, and an empty database of its own. */
abstract class WithSampleApp {

    @TempDir
    Path folder;

    TestDatabase database;
    SampleApp app;

    @BeforeEach
    void open() throws IOException, SQLException {
        database = TestDatabase.create();
        app = SampleApp.in(folder, database);
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }
}
