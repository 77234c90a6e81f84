package dev.oneoff.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.Distribution;
import dev.oneoff.support.Launcher;
import dev.oneoff.support.ProcessResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The first command after a clone, with the real Maven: what it builds is what the full build ships. */
@Execution(ExecutionMode.CONCURRENT)
class RealBuildIT {

    private static final List<String> NEEDED = List.of(".mvn", "bin", "src/main", "src/assembly", "pom.xml");

    @TempDir
    private Path folder;

    @Test
    void aCloneBuildsTheSameJarsAsTheFullBuild() throws IOException {
        Path clone = Files.createDirectory(folder.resolve("a clone"));
        for (String part : NEEDED) {
            copy(part, clone);
        }

        ProcessResult result = Launcher.at(clone.resolve("bin/oneoff"))
                .in(folder)
                .within(Duration.ofMinutes(5))
                .run("version");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.stderr()).isEqualTo(CloneIT.BUILDING);
        assertThat(clone.resolve("target/oneoff/lib").toFile().list())
                .containsExactlyInAnyOrder(Distribution.shipped().lib().toFile().list());
    }

    private static void copy(String part, Path clone) throws IOException {
        try (Stream<Path> files = Files.walk(FakeDistribution.SOURCES.resolve(part))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy =
                        clone.resolve(FakeDistribution.SOURCES.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
