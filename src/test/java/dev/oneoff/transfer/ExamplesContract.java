package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.Launcher;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The files of examples/ on the sample shop, as the README shows them. */
@Execution(ExecutionMode.CONCURRENT)
abstract class ExamplesContract {

    private Path folder;
    private TestDatabase database;

    abstract TestDatabase open(Path application) throws SQLException;

    @BeforeEach
    void migrated(@TempDir Path application) throws IOException, SQLException {
        folder = application;
        for (String part : List.of("changelog", "examples")) {
            copy(Path.of(part), folder.resolve(part));
        }
        database = open(folder);
        launch(0, "migrate");
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void theGoodOneIsImportedAndTheSecondTimeNothingChanges() throws IOException, SQLException {
        assertThat(launch(0, "import", "examples/users.csv", "--dry-run").stdout())
                .contains("public.users: 5 inserted, 0 updated, 0 unchanged (dry run: nothing was changed)");
        assertThat(database.query("SELECT count(*) FROM users")).containsExactly("200");

        launch(0, "import", "examples/users.csv");
        assertThat(launch(0, "import", "examples/users.csv").toString())
                .contains("public.users: 0 inserted, 0 updated, 5 unchanged");
        assertThat(database.query("SELECT count(*) FROM users")).containsExactly("205");

        launch(0, "export", "users.json");
        // A dry run and a rejected file use up numbers of the identity.
        assertThat(Files.readAllLines(folder.resolve("users.json")))
                .hasSize(207)
                .filteredOn(line -> line.contains("ada.kaya"))
                .singleElement()
                .asString()
                .startsWith(",{\"id\":")
                .endsWith(",\"username\":\"ada.kaya\",\"email\":\"ada.kaya@shop.example\",\"status\":\"active\","
                        + "\"created_at\":\"" + created() + "\"}");
        assertThat(launch(0, "import", "users.json", "--mode", "upsert").toString())
                .contains("0 inserted, 0 updated, 205 unchanged");
    }

    /** Returns how a time stands in JSON. */
    abstract String created();

    @Test
    void eachMistakeOfTheOtherIsSaidAndTheRestIsImportedOnRequest() throws IOException, SQLException {
        ProcessResult result = launch(22, "import", "examples/users-with-errors.csv", "--into", "users");

        assertThat(result.toString()).contains("5 of 6 rows are rejected; nothing was imported");
        assertThat(Files.readAllLines(folder.resolve("examples/users-with-errors.rejects.report.csv")))
                .extracting(line -> line.split(",", 6)[0] + " " + line.split(",", 6)[2] + " " + line.split(",", 6)[4])
                .containsExactly(
                        "line column code",
                        "3 email not-null",
                        "4 created_at type",
                        "5 email unique-in-file",
                        "6 username unique-in-table",
                        "7  field-count");

        launch(0, "import", "examples/users-with-errors.csv", "--into", "users", "--max-errors", "5");
        assertThat(database.query("SELECT username FROM users WHERE id > 200")).containsExactly("frida.peters");
    }

    private ProcessResult launch(int exitCode, String... arguments) {
        ProcessResult result = Launcher.dist()
                .in(folder)
                .env("DATABASE_URL", database.url())
                .env("USER", "tester")
                .run(arguments);
        assertThat(result.exitCode())
                .as("oneoff %s%n%s", String.join(" ", arguments), result)
                .isEqualTo(exitCode);
        return result;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path)));
            }
        }
    }
}
