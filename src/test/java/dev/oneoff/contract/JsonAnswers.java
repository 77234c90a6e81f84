package dev.oneoff.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneoff.support.Launcher;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.PublishedSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** What every answer with {@code --output json --verbose} has to be. */
abstract class JsonAnswers {

    static final String PASSWORD = "c4n4ry-s3cr3t";

    private final PublishedSchema schema = new PublishedSchema();

    @TempDir
    Path app;

    final JsonNode answers(int exitCode, Launcher launcher, String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--output", "json"));
        if (!arguments[0].startsWith("-")) {
            line.add("--verbose");
        }
        ProcessResult result = launcher.run(line.toArray(String[]::new));
        String what = String.join(" ", line) + "\n" + result;
        JsonNode object = schema.parse(result.stdout());
        assertThat(schema.violations(object)).as(what).isEmpty();
        assertThat(result.exitCode()).as(what).isEqualTo(exitCode);
        assertThat(object.at("/exit/code").asInt()).as(what).isEqualTo(exitCode);
        assertThat(object.at("/error/code").asText(object.at("/exit/name").asText()))
                .as(what)
                .isEqualTo(object.at("/exit/name").asText());
        assertThat(leaks(result.stdout() + result.stderr())).as(what).isFalse();
        assertThat(result.stderr()).as(what).doesNotContain("\tat ", "Exception in thread");
        return object;
    }

    final boolean leaks(String text) {
        return text.contains(PASSWORD) || text.contains("wr0ng-c4n4ry");
    }

    final List<Path> filesThatLeak() throws IOException {
        try (Stream<Path> files = Files.walk(app)) {
            return files.filter(Files::isRegularFile).filter(this::fileLeaks).toList();
        }
    }

    private boolean fileLeaks(Path file) {
        try {
            return leaks(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
