package dev.oneoff.datafix.revert;

import java.nio.file.Path;

class RevertGoesOnIT extends RevertGoesOnContract {

    @Override
    FixedApp in(Path folder) {
        return FixedApp.onPostgres(folder);
    }
}
