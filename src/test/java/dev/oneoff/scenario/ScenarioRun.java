package dev.oneoff.scenario;

import dev.oneoff.support.Launcher;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** One run of a scenario: on one engine, in one fresh folder of an application. */
final class ScenarioRun {

    private final Path app;
    private final TestDatabase database;
    private final Placeholders placeholders;
    private Launcher launcher;

    /**
     * @param app an empty folder
     * @param database what {@code sql>} asks
     */
    ScenarioRun(Launcher launcher, Path app, TestDatabase database) throws IOException {
        this.app = app;
        this.database = database;
        this.launcher = launcher.in(app);
        this.placeholders = new Placeholders().with("<folder>", app.toRealPath().toString());
    }

    /** Names the database to the commands by DATABASE_URL, and to the expected lines as {@code <database>}. */
    ScenarioRun withDatabaseUrl() {
        launcher = launcher.env("DATABASE_URL", database.url());
        placeholders.with("<database>", database.name());
        return this;
    }

    /** Runs every step; fails at the first that answers something else. */
    void check(Scenario scenario) throws IOException, SQLException {
        for (Step step : scenario.steps()) {
            Step actual = run(step);
            if (!actual.equals(step)) {
                throw new AssertionError(difference(step, actual));
            }
        }
    }

    /** Runs every step; returns them with what they answered. */
    List<Step> record(Scenario scenario) throws IOException, SQLException {
        List<Step> steps = new ArrayList<>();
        for (Step step : scenario.steps()) {
            steps.add(run(step));
        }
        return steps;
    }

    private Step run(Step step) throws IOException, SQLException {
        if (step instanceof Step.Set set) {
            launcher = launcher.env(set.name(), set.value());
        } else if (step instanceof Step.Unset unset) {
            launcher = launcher.without(unset.name());
        } else if (step instanceof Step.NewFile file) {
            Path path = app.resolve(file.path());
            Files.createDirectories(path.getParent());
            Files.write(path, file.content());
        } else if (step instanceof Step.Command command) {
            return run(command);
        } else if (step instanceof Step.Query query) {
            List<String> rows = placeholders.rewrite(query.rows(), database.query(query.sql()));
            return new Step.Query(query.lineNumber(), query.sql(), rows);
        }
        return step;
    }

    private Step run(Step.Command command) {
        ProcessResult result = launcher.shell(command.shell());
        Expectation expected = command.expected();
        return expected.isMetBy(result, placeholders)
                ? command
                : new Step.Command(command.lineNumber(), command.shell(), expected.rewritten(result, placeholders));
    }

    private static String difference(Step expected, Step actual) {
        int line =
                expected instanceof Step.Command command ? command.lineNumber() : ((Step.Query) expected).lineNumber();
        return """
                scenario.txt, line %d: expected
                %s
                but it is
                %s
                If that is right: mvn verify -Dit.test=ScenarioIT -Dscenario.rewrite\
                """.formatted(line, String.join("\n", expected.lines()), String.join("\n", actual.lines()));
    }
}
