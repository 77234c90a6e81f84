package dev.oneoff.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2DialectIT extends DialectContract {

    @TempDir
    private Path folder;

    @Override
    Database database() {
        return Engines.h2(folder);
    }

    @Override
    Database withWrongPassword() {
        String file = "jdbc:h2:file:" + folder.resolve("shop");
        return new Database(Engines.address(file + ";USER=sa;PASSWORD=wrong-password", folder));
    }

    @Override
    List<String> disturbances() {
        return List.of("SET SCHEMA other", "SET TIME ZONE 'Asia/Tokyo'");
    }

    @Test
    void readingADatabaseThatIsNotThereCreatesNoFile() {
        String file = "jdbc:h2:file:" + folder.resolve("none");
        try (Session reading = new Database(Engines.address(file, folder)).openReadOnly("oneoff/reading")) {
            assertThat(reading.listIfThere(Sql.of("SELECT 1 FROM oneoff_run"), row -> row.number(1)))
                    .isEmpty();
        }
        assertThat(folder.resolve("none.mv.db")).doesNotExist();
    }

    @Test
    void anErrorLeavesNoTraceFile() throws Exception {
        failureOf("SELECT 1 FROM nowhere");

        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("shop.mv.db");
        }
    }
}
