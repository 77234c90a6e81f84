package dev.oneoff.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.Oneoff;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.run.Outcome;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What migrating says and leaves: the cases of outcomes.txt. */
class OutcomesIT {

    @TempDir
    private Path folder;

    @TestFactory
    List<DynamicTest> cases() throws IOException {
        return AppCases.of("outcomes.txt", this::run);
    }

    private void run(String name, List<String> lines) throws IOException, SQLException {
        Path apart = folder.resolve(Integer.toHexString(name.hashCode()));
        boolean embedded = lines.get(0).equals("h2");
        try (TestDatabase own = embedded ? TestDatabase.h2(apart) : TestDatabase.create()) {
            Case tried = new Case(SampleApp.in(apart, own));
            for (String line : lines.subList(embedded ? 1 : 0, lines.size())) {
                tried.step(line);
            }
        }
    }

    /** One case under way. */
    private static final class Case {
        private final SampleApp app;
        private Optional<String> contexts = Optional.empty();

        Case(SampleApp app) {
            this.app = app;
        }

        void step(String line) throws IOException, SQLException {
            int space = line.indexOf(' ');
            String rest = line.substring(space + 1);
            switch (line.substring(0, space)) {
                case "contexts" -> contexts = Optional.of(rest);
                case "pending" -> {
                    List<String> ids = rest.equals("none") ? List.of() : List.of(rest.split(", ", -1));
                    assertThat(pending(false)).as(line).isEqualTo(ids);
                    assertThat(pending(true)).as(line).isEqualTo(ids);
                }
                case "refused" -> {
                    assertEnd(line, rest, told(() -> pending(false).toString()));
                    assertEnd(line, rest, told(() -> pending(true).toString()));
                }
                case "migrate" -> assertEnd(line, rest, told(this::migrate));
                default -> AppCases.step(app, line.substring(0, space), rest);
            }
        }

        private static void assertEnd(String line, String expected, String told) {
            String[] parts = expected.split(" ", 2);
            assertThat(told).as(line).startsWith(parts[0] + " ").endsWith(parts[1]);
        }

        private static String told(Asking asking) {
            try {
                return asking.ask();
            } catch (OneoffException e) {
                return e.kind().exitCode() + " " + e.getMessage();
            }
        }

        private List<String> pending(boolean withSql) {
            Plan plan = oneoff().plan(Selection.ALL, withSql, Duration.ZERO, Duration.ZERO);
            plan.pending()
                    .forEach(changeset -> assertThat(changeset.sql().isEmpty()).isEqualTo(!withSql));
            return plan.pending().stream().map(changeset -> changeset.id().id()).toList();
        }

        private String migrate() {
            Outcome<Migrated> outcome =
                    oneoff().migrate(new MigrateRequest(Selection.ALL, Optional.empty(), Duration.ZERO, Duration.ZERO));
            return outcome.exitCode() + " "
                    + outcome.failure().map(Failure::title).orElse(outcome.summary());
        }

        private Oneoff oneoff() {
            InProcess process = InProcess.of(app);
            return contexts.map(process::contexts).orElse(process).oneoff();
        }
    }

    /** Asks for something and returns the exit code and what was said. */
    @FunctionalInterface
    private interface Asking {
        String ask();
    }
}
