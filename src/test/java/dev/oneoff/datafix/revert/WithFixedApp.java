package dev.oneoff.datafix.revert;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Each test has an application and a database of its own. */
abstract class WithFixedApp {

    FixedApp app;

    /** Returns an application with a database of its own. */
    abstract FixedApp in(Path folder);

    @BeforeEach
    void create(@TempDir Path folder) {
        app = in(folder);
    }

    @AfterEach
    void drop() throws SQLException {
        app.database().close();
    }
}
