package dev.oneoff.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.oneoff.failure.OneoffException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProjectFileTest {

    @TempDir
    Path folder;

    static Stream<List<String>> errors() {
        return Cases.of("oneoff-yaml-errors.tsv", 3);
    }

    @Test
    void readsEveryKey() throws IOException {
        MigrateSettings settings = read("""
                migrate:
                  changelog: db/changelog/root.yaml
                  search-path: src/main/resources
                  contexts: "!test"
                  labels: a and b
                  parameters:
                    schema: shop
                    retries: 3
                    strict: true
                    day: 2026-11-20
                    quoted: "yes"
                """);
        assertThat(settings)
                .isEqualTo(new MigrateSettings(
                        Optional.of("db/changelog/root.yaml"),
                        Optional.of("src/main/resources"),
                        Optional.of("!test"),
                        Optional.of("a and b"),
                        Map.of(
                                "schema",
                                "shop",
                                "retries",
                                "3",
                                "strict",
                                "true",
                                "day",
                                "2026-11-20",
                                "quoted",
                                "yes")));
    }

    @Test
    void takesAnEmptyFileForNoSettings() throws IOException {
        assertThat(read("")).isEqualTo(MigrateSettings.none());
        assertThat(read("# nothing yet\n")).isEqualTo(MigrateSettings.none());
        assertThat(read("migrate: {}\n")).isEqualTo(MigrateSettings.none());
    }

    @ParameterizedTest
    @MethodSource("errors")
    void namesLineAndMend(List<String> row) {
        OneoffException problem = catchThrowableOfType(OneoffException.class, () -> read(row.get(0)));
        assertThat(problem).isNotNull();
        assertThat(problem.getMessage()).isEqualTo(row.get(1));
        assertThat(problem.failure().hint()).contains(row.get(2));
    }

    @Test
    void refusesAFileThatIsTooLongOrNotUtf8() throws IOException {
        assertThat(catchThrowableOfType(OneoffException.class, () -> read("#".repeat(70_000))))
                .hasMessage("oneoff.yaml: longer than 64 KiB");
        Files.write(folder.resolve("oneoff.yaml"), "migrate: é".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(catchThrowableOfType(OneoffException.class, this::load)).hasMessage("oneoff.yaml: not UTF-8");
    }

    @Test
    void countsAliasesSoThatAFewLinesCannotBecomeMillions() {
        StringBuilder bomb = new StringBuilder("a: &a0 [x]\n");
        for (int i = 1; i < 20; i++) {
            bomb.append("b%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(catchThrowableOfType(OneoffException.class, () -> read(bomb.toString())))
                .hasMessageStartingWith("oneoff.yaml: not YAML that is accepted here");
    }

    @Test
    void oldValuesAreKeptAsLongAsItSays() throws IOException {
        read("images:\n  retention: 10d\n");
        assertThat(settings().images().retention()).isEqualTo(Duration.ofDays(10));
        read("images: {}\n");
        assertThat(settings().images().retention()).isEqualTo(Duration.ofDays(30));
        for (String wrong : List.of("30", "-1d", "a month", "[30d]", "1.5d")) {
            assertThat(catchThrowableOfType(OneoffException.class, () -> read("images:\n  retention: " + wrong)))
                    .as(wrong)
                    .hasMessageStartingWith("oneoff.yaml line 2: retention is not a time");
        }
        assertThat(catchThrowableOfType(OneoffException.class, () -> read("images:\n  retenton: 30d"))
                        .failure()
                        .hint())
                .contains("Did you mean retention?");
    }

    @Test
    void theThrottleQueryStandsInIt() throws IOException {
        Files.writeString(folder.resolve("oneoff.yaml"), "datafix:\n  throttle: SELECT count(*) > 5 FROM jobs\n");
        assertThat(Settings.load(Cases.environment(folder, ""), Flags.none())
                        .fixes()
                        .throttle())
                .contains("SELECT count(*) > 5 FROM jobs");
    }

    private MigrateSettings read(String yaml) throws IOException {
        Files.writeString(folder.resolve("oneoff.yaml"), yaml);
        return load();
    }

    private MigrateSettings load() {
        return settings().migrate();
    }

    private Settings settings() {
        return Settings.load(Cases.environment(folder, ""), Flags.none());
    }
}
