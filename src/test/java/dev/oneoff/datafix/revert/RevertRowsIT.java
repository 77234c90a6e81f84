package dev.oneoff.datafix.revert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevertRowsIT extends RevertRowsContract {

    @Override
    FixedApp in(Path folder) {
        return FixedApp.onPostgres(folder);
    }

    @Override
    String stored() {
        return "STORED";
    }

    @Test
    void deletedRowsReturnWhereAUniqueConstraintIsDeferrable() throws IOException, SQLException {
        List<String> before = table();
        app.execute("ALTER TABLE t ADD UNIQUE (name, wrong) DEFERRABLE");
        app.apply(DELETE);

        assertThat(app.revert(Mode.SKIP).restored()).isEqualTo(30);
        assertThat(app.query(ALL)).isEqualTo(before);
    }
}
