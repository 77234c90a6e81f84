package dev.oneoff.datafix;

import dev.oneoff.support.TestDatabase;
import java.nio.file.Path;

class H2PurgedIT extends PurgeContract {

    @Override
    TestDatabase create(Path folder) {
        return TestDatabase.h2(folder);
    }
}
