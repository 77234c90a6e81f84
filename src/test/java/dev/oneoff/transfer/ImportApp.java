package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.cli.InProcess;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** An application's folder with files to import, its database, and oneoff within this process. */
record ImportApp(Path folder, TestDatabase database) {

    ImportApp file(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
        return this;
    }

    ImportApp file(String name, String text, Charset encoding) throws IOException {
        Files.write(folder.resolve(name), text.getBytes(encoding));
        return this;
    }

    String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    ProcessResult run(int exitCode, String... arguments) {
        return fed("", exitCode, arguments);
    }

    ProcessResult fed(String in, int exitCode, String... arguments) {
        ProcessResult result = new InProcess(folder, Map.of("DATABASE_URL", database.url()))
                .fed(in.getBytes(StandardCharsets.UTF_8), arguments);
        assertThat(result.exitCode())
                .as("oneoff %s%n%s", String.join(" ", arguments), result)
                .isEqualTo(exitCode);
        return result;
    }

    List<String> query(String sql) throws SQLException {
        return database.query(sql);
    }
}
