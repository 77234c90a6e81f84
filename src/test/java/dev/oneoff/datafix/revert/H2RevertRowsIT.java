package dev.oneoff.datafix.revert;

import java.nio.file.Path;

class H2RevertRowsIT extends RevertRowsContract {

    @Override
    FixedApp in(Path folder) {
        return FixedApp.onH2(folder);
    }

    @Override
    String stored() {
        return "";
    }
}
