package dev.oneoff.transfer;

import dev.oneoff.support.TestDatabase;
import java.nio.file.Path;

class H2ExportIT extends ExportContract {

    @Override
    TestDatabase open(Path application) {
        return TestDatabase.h2(application);
    }

    @Override
    String stored() {
        return "";
    }
}
