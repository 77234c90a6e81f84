package dev.oneoff.scaffold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.support.SteppingClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewMigrationTest {

    private final SteppingClock clock = new SteppingClock();

    @TempDir
    private Path app;

    private List<String> write(String name) {
        return new NewMigration(app, "Ada L.", clock)
                .write(name).stream()
                        .map(file -> app.relativize(file).toString())
                        .toList();
    }

    @Test
    void theFirstOneBringsTheRootFile() throws IOException {
        assertThat(write("Create users"))
                .containsExactly("changelog/root.yaml", "changelog/20261120100431-create-users.sql");
        assertThat(app.resolve("changelog/root.yaml")).content().contains("path: ./\n");
        assertThat(Files.readString(app.resolve("changelog/20261120100431-create-users.sql")))
                .contains("--changeset Ada-L.:create-users\n", "--comment: Create users\n", "--rollback ");
    }

    @Test
    void aSecondOneDoesNot() {
        write("users");
        clock.step(Duration.ofSeconds(1));

        assertThat(write("orders")).containsExactly("changelog/20261120100432-orders.sql");
    }

    @Test
    void anAppWithAFolderOfChangesGetsItThere() throws IOException {
        Files.createDirectories(app.resolve("changelog/changes"));

        assertThat(write("users")).containsExactly("changelog/root.yaml", "changelog/changes/20261120100431-users.sql");
        assertThat(app.resolve("changelog/root.yaml")).content().contains("path: ./changes/\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yaml", "yml", "xml", "json", "sql"})
    void aRootFileOfAnyFormIsLeftAlone(String ending) throws IOException {
        Files.createDirectories(app.resolve("changelog"));
        Files.writeString(app.resolve("changelog/root." + ending), "mine");

        assertThat(write("users")).hasSize(1);
        assertThat(app.resolve("changelog/root." + ending)).hasContent("mine");
    }

    @Test
    void nothingIsWrittenOver() {
        write("users");

        assertThatThrownBy(() -> write("users"))
                .isInstanceOfSatisfying(
                        OneoffException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.REFUSED));
    }

    @ParameterizedTest
    @CsvSource({"../../etc/passwd, etc-passwd", "a\u001b[31mb, a-31mb", "Ünïcode x, n-code-x"})
    void aNameCannotLeadOutOfTheFolder(String name, String slug) {
        assertThat(write(name)).last().isEqualTo("changelog/20261120100431-" + slug + ".sql");
    }

    @Test
    void aNameCannotAddAChangeset() throws IOException {
        write("x\n--changeset eve:evil\nDROP TABLE t;");

        try (var files = Files.list(app.resolve("changelog"))) {
            Path sql = files.filter(file -> file.toString().endsWith(".sql"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Files.readAllLines(sql))
                    .filteredOn(line -> line.startsWith("--changeset"))
                    .hasSize(1);
            assertThat(Files.readAllLines(sql)).doesNotContain("DROP TABLE t;");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"###", " ", "語"})
    void aNameWithoutALetterIsRejected(String name) {
        assertThatThrownBy(() -> write(name))
                .isInstanceOfSatisfying(
                        OneoffException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.INPUT_REJECTED));
        assertThat(app).isEmptyDirectory();
    }
}
