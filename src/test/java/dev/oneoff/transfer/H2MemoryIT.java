package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.Launcher;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class H2MemoryIT {

    private static final int ROWS = 100_000;

    @TempDir
    private Path folder;

    @Test
    void whatIsKnownOfTheRowsOfAFileIsNotKeptInMemory() throws IOException, SQLException {
        try (TestDatabase database = TestDatabase.h2(folder)) {
            database.execute(
                    "CREATE TABLE people (id BIGINT PRIMARY KEY, email VARCHAR NOT NULL UNIQUE, name VARCHAR)");
            Files.writeString(
                    folder.resolve("people.csv"),
                    IntStream.range(0, ROWS)
                            .mapToObj(row -> row + ",user" + row + "@example.com,Name number " + row)
                            .collect(Collectors.joining("\n", "id,email,name\n", "\n")));

            ProcessResult result = Launcher.dist()
                    .in(folder)
                    .env("DATABASE_URL", database.url())
                    .env("ONEOFF_JAVA_OPTS", "-Xmx40m")
                    .run("import", "people.csv");

            assertThat(result.exitCode()).as("%s", result).isZero();
            assertThat(database.query("SELECT count(*) FROM people")).containsExactly(String.valueOf(ROWS));
        }
    }
}
