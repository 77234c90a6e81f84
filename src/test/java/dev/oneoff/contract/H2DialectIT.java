package dev.oneoff.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.support.Launcher;
import dev.oneoff.support.ProcessResult;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
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
    void resetGoesBackToTheSchemaOfTheUrl() {
        session().execute("CREATE SCHEMA app");
        session().close();
        String file = "jdbc:h2:file:" + folder.resolve("shop");
        try (Session own = new Database(Engines.address(file + ";SCHEMA=app", folder)).open("oneoff/own")) {
            own.execute("SET SCHEMA public");
            own.reset("");
            assertThat(own.list(Sql.of("SELECT CURRENT_SCHEMA"), row -> row.text(1)))
                    .containsExactly("app");
        }
    }

    @Test
    void anErrorLeavesNoTraceFile() throws Exception {
        failureOf("SELECT 1 FROM nowhere");

        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("shop.mv.db");
        }
    }

    @Test
    void whereItsDriverIsMissingThatIsSaid() throws IOException {
        String without = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !Path.of(entry).getFileName().toString().matches("h2-[0-9.]+\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
        Files.createDirectory(folder.resolve("changelog"));
        Files.writeString(folder.resolve("changelog/root.yaml"), "databaseChangeLog: []");
        Launcher java = Launcher.at(Path.of(System.getProperty("java.home"), "bin", "java"))
                .in(folder);
        for (String command : List.of("migrate", "status")) {
            ProcessResult result = java.run("-cp", without, "dev.oneoff.cli.Main", command);
            assertThat(result.exitCode()).as("%s", result).isEqualTo(78);
            assertThat(result.stderr()).contains("H2, which is not on the class path", "com.h2database:h2");
        }
    }
}
