package dev.oneoff.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.ProcessResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In a clone the launcher builds itself: when, how often, and what it says when that fails. */
class CloneIT {

    static final String BUILDING = "Building oneoff (first run or changed sources) ...\n";

    @TempDir
    private Path folder;

    private FakeClone clone;

    @BeforeEach
    void freshClone() throws IOException {
        clone = FakeClone.create(folder);
    }

    @Test
    void theFirstRunBuildsAndTheNextOnesUseIt() throws IOException {
        ProcessResult first = clone.launcher().run("version");
        ProcessResult second = clone.launcher().run("version");

        assertThat(first.stderr()).isEqualTo(BUILDING);
        assertThat(second).isEqualTo(new ProcessResult(0, first.stdout(), ""));
        Path lib = clone.target("oneoff/lib").toRealPath();
        assertThat(first.stdout()).isEqualTo(lib + "/oneoff-1.jar:" + lib + "/picocli-4.jar\n");
        assertThat(clone.builds()).hasSize(1);
        assertThat(clone.builds().get(0))
                .startsWith(clone.home() + " -q -B -Dfast ")
                .contains(" -Doneoff.target=" + clone.home() + "/target/")
                .endsWith(" package");
        assertThat(clone.target("oneoff-build.lock")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"src/main/java/Main.java", "src/assembly/clone.sh", "bin/oneoff", "pom.xml"})
    void anEditedSourceIsBuiltAgainOnce(String edited) throws IOException {
        clone.launcher().run("version");
        clone.touch(clone.home().resolve(edited));

        assertThat(clone.launcher().run("version").stderr()).isEqualTo(BUILDING);
        assertThat(clone.launcher().run("version").stderr()).isEmpty();
        assertThat(clone.builds()).hasSize(2);
    }

    @Test
    void aDeletedSourceIsBuiltAgain() throws IOException {
        clone.launcher().run("version");
        Files.delete(clone.source());

        assertThat(clone.launcher().run("version").stderr()).isEqualTo(BUILDING);
    }

    @Test
    void whatMavenItselfBuiltIsReplacedOnceItIsOlderThanTheSources() throws IOException {
        Files.createDirectories(clone.target("oneoff/lib"));
        Files.createFile(clone.target("oneoff/lib/oneoff-1.jar"));
        assertThat(clone.launcher().run("version").stderr()).isEmpty();

        clone.touch(clone.source());

        assertThat(clone.launcher().run("version").stderr()).isEqualTo(BUILDING);
        assertThat(clone.launcher().run("version").stderr()).isEmpty();
        assertThat(clone.builds()).hasSize(1);
    }

    @Test
    void aFailedBuildShowsItsEndAndIsTriedAgain() throws IOException {
        clone.breakBuild(true);

        ProcessResult result = clone.launcher().run("migrate", "--output", "json");

        assertThat(result.exitCode()).isEqualTo(78);
        assertThat(result.stdout()).contains("\"command\":\"migrate\"", "The build of oneoff failed");
        assertThat(result.stderr())
                .startsWith(BUILDING + "[ERROR] a semicolon is missing\noneoff: The build of oneoff failed");
        assertThat(clone.target("oneoff")).doesNotExist();
        assertThat(clone.target("oneoff-builds")).isEmptyDirectory();
        clone.breakBuild(false);
        assertThat(clone.launcher().run("migrate").exitCode()).isZero();
    }

    @Test
    void afterAFailedBuildAnOldOneIsNotUsedInItsPlace() throws IOException {
        clone.launcher().run("version");
        clone.touch(clone.source());
        clone.breakBuild(true);

        assertThat(clone.launcher().run("version").exitCode()).isEqualTo(78);
        assertThat(clone.launcher().run("version").exitCode()).isEqualTo(78);
    }

    @Test
    void withoutMavenTheMendIsSaid() {
        ProcessResult result = clone.launcher().env("PATH", "/nowhere").run("version");

        assertThat(result.exitCode()).isEqualTo(78);
        assertThat(result.stderr())
                .startsWith("oneoff: Maven is missing: this is a git clone, and oneoff is built from it with mvn.\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DYNO",
                "KUBERNETES_SERVICE_HOST",
                "FLY_APP_NAME",
                "RENDER",
                "K_SERVICE",
                "ECS_CONTAINER_METADATA_URI"
            })
    void aPlatformNeverBuilds(String variable) throws IOException {
        ProcessResult unbuilt = clone.launcher().env(variable, "x").run("migrate");
        assertThat(unbuilt.exitCode()).isEqualTo(78);
        assertThat(unbuilt.stderr()).contains("a platform is no place to build it", "Run bin/oneoff version");
        assertThat(clone.builds()).isEmpty();

        clone.launcher().run("version");
        clone.touch(clone.source());

        ProcessResult built = clone.launcher().env(variable, "x").run("migrate");
        assertThat(built.exitCode()).isZero();
        assertThat(built.stderr()).isEmpty();
        assertThat(clone.builds()).hasSize(1);
    }
}
