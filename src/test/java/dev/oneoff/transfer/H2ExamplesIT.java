package dev.oneoff.transfer;

import dev.oneoff.support.TestDatabase;
import java.nio.file.Path;

class H2ExamplesIT extends ExamplesContract {

    @Override
    TestDatabase open(Path application) {
        return TestDatabase.h2(application);
    }

    @Override
    String created() {
        return "2026-11-20 09:00:00+00";
    }
}
