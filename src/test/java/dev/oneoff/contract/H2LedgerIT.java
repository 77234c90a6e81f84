package dev.oneoff.contract;

import dev.oneoff.database.Database;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2LedgerIT extends LedgerContract {

    @TempDir
    private Path folder;

    @Override
    Database database() {
        return Engines.h2(folder);
    }

    @Override
    String leadAway() {
        return "SET SCHEMA other";
    }
}
