package dev.oneoff.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oneoff.failure.OneoffException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppFolderTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "changelog/",
                "datafixes/",
                "jobs/transfers/",
                "jobs/seeds/",
                "jobs/cleanups/",
                "jobs/reports/",
                "jobs/schedule.yaml",
                "schema/structure.sql",
                "oneoff.yaml",
                "Procfile",
                "src/main/resources/db/changelog/"
            })
    void isTheNearestParentWithOneOfAnAppsFiles(String mark) throws IOException {
        Path file = folder.resolve(mark);
        Files.createDirectories(file.getParent());
        if (mark.endsWith("/")) {
            Files.createDirectories(file);
        } else {
            Files.createFile(file);
        }
        Path below = Files.createDirectories(folder.resolve("a/b"));
        AppFolder app = AppFolder.find(at(below, Optional.empty()), Flags.none());
        assertThat(app.path()).isEqualTo(folder);
        assertThat(mark).startsWith(app.foundBy());
    }

    @Test
    void isWhatTheFlagNamesRelativeToTheWorkingFolder() throws IOException {
        Files.createDirectories(folder.resolve("changelog"));
        Path app = Files.createDirectories(folder.resolve("app"));
        assertThat(AppFolder.find(at(folder, Optional.empty()), in("app"))).isEqualTo(new AppFolder(app, "-C"));
    }

    @Test
    void mustExistWhereTheFlagNamesIt() throws IOException {
        Files.createFile(folder.resolve("file"));
        for (String name : new String[] {"missing", "file"}) {
            assertThatThrownBy(() -> AppFolder.find(at(folder, Optional.empty()), in(name)))
                    .isInstanceOf(OneoffException.class)
                    .hasMessage("-C: there is no folder " + folder.resolve(name));
        }
    }

    @Test
    void isTheLaunchersOwnOnlyOnThisMachine() throws IOException {
        Path home = Files.createDirectories(folder.resolve("home"));
        Path work = Files.createDirectories(folder.resolve("work"));
        assertThat(load(work, home, "postgres://u@localhost/d").app()).isEqualTo(new AppFolder(home, "launcher"));
        assertThat(load(work, home, "jdbc:h2:mem:x").app()).isEqualTo(new AppFolder(home, "launcher"));
        assertThatThrownBy(() -> load(work, home, "postgres://u@db.example.com/d"))
                .isInstanceOf(OneoffException.class)
                .hasMessageStartingWith("-C: ")
                .hasMessageContaining("db.example.com");
    }

    @Test
    void isTheWorkingFolderWhereAnApplicationEmbedsUs() {
        assertThat(AppFolder.find(at(folder, Optional.empty()), Flags.none()))
                .isEqualTo(new AppFolder(folder, "working folder"));
    }

    private static Settings load(Path work, Path home, String url) {
        Environment environment =
                new Environment(Map.of("DATABASE_URL", url), Map.of("user.name", "os"), work, Optional.of(home));
        return Settings.load(environment, Flags.none());
    }

    private static Environment at(Path work, Optional<Path> home) {
        return new Environment(Map.of(), Map.of(), work, home);
    }

    private static Flags in(String name) {
        return new Flags(
                Optional.of(Path.of(name)),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty());
    }
}
