package dev.oneoff.datafix.revert;

import java.nio.file.Path;

class RevertIT extends RevertContract {

    @Override
    FixedApp in(Path folder) {
        return FixedApp.onPostgres(folder);
    }
}
