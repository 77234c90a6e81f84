package dev.oneoff.datafix.revert;

import java.nio.file.Path;

class H2RevertGoesOnIT extends RevertGoesOnContract {

    @Override
    FixedApp in(Path folder) {
        return FixedApp.onH2(folder);
    }
}
