package dev.oneoff.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.oneoff.support.Launcher;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Runs every folder of scenarios on each of its engines in turn, two folders at a time. {@code -Dscenario=name} picks one,
 * {@code -Dscenario.rewrite} writes what was answered into the files instead of failing (the first engine's answers; the
 * others must then agree).
 */
@Execution(ExecutionMode.CONCURRENT)
class ScenarioIT {

    private static final Path SCENARIOS =
            Path.of(System.getProperty("basedir", ""), "src/test/resources/dev/oneoff/scenario");

    @TempDir
    private Path temporary;

    @TestFactory
    List<DynamicContainer> scenarios() throws IOException {
        String only = System.getProperty("scenario", "");
        List<DynamicContainer> tests = new ArrayList<>();
        try (Stream<Path> folders = Files.list(SCENARIOS)) {
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                if (only.isEmpty() || folder.endsWith(only)) {
                    tests.add(testsOf(folder));
                }
            }
        }
        assertThat(tests).as("scenarios in %s", SCENARIOS.toAbsolutePath()).isNotEmpty();
        return tests;
    }

    private DynamicContainer testsOf(Path folder) throws IOException {
        Path file = folder.resolve("scenario.txt");
        List<Engine> engines = ScenarioFile.parse(Files.readString(file)).engines();
        List<DynamicTest> tests = new ArrayList<>();
        for (Engine engine : engines) {
            boolean rewrite = System.getProperty("scenario.rewrite") != null && engine == engines.get(0);
            String name = folder.getFileName() + " on " + engine;
            tests.add(dynamicTest(name, file.toUri(), () -> run(folder, engine, rewrite)));
        }
        return dynamicContainer(container -> container
                .displayName(folder.getFileName().toString())
                .childExecutionMode(ExecutionMode.SAME_THREAD)
                .children(tests));
    }

    private void run(Path folder, Engine engine, boolean rewrite) throws IOException, SQLException {
        Path app = Files.createDirectory(temporary.resolve(folder.getFileName() + "-" + engine));
        copy(folder, app);
        try (TestDatabase database = engine == Engine.H2 ? TestDatabase.h2(app) : TestDatabase.create()) {
            ScenarioRun run = new ScenarioRun(Launcher.dist(), app, database);
            Path file = folder.resolve("scenario.txt");
            Scenario scenario = ScenarioFile.parse(Files.readString(file));
            boolean both = scenario.engines().size() > 1;
            runOn(engine == Engine.POSTGRES || both ? run.withDatabaseUrl() : run, scenario, file, rewrite);
        }
    }

    private static void runOn(ScenarioRun run, Scenario scenario, Path file, boolean rewrite)
            throws IOException, SQLException {
        if (rewrite) {
            Files.writeString(file, ScenarioFile.render(run.record(scenario)));
        } else {
            run.check(scenario);
        }
    }

    /** Copies the other files of the folder: an application too large for {@code file} steps. */
    private static void copy(Path folder, Path app) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.skip(1).toList()) {
                if (!file.equals(folder.resolve("scenario.txt"))) {
                    Files.copy(file, app.resolve(folder.relativize(file).toString()));
                }
            }
        }
    }
}
