package dev.oneoff.cli;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.health.Health;
import dev.oneoff.output.Report;
import dev.oneoff.output.Section;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code health}. */
@Command(
        name = "health",
        header = {
            "Looks whether the database answers. Writes nothing.",
            "",
            "Examples:",
            "  oneoff health                             does the database answer?",
            "  oneoff health --wait 60s --check pending  as an init container",
            ""
        })
final class HealthCommand extends Action {

    /** What must hold besides reachable. */
    enum Check {
        PENDING
    }

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long the server may take to come up (default: not at all).")
    private Duration wait = Duration.ZERO;

    @Option(names = "--check", paramLabel = "pending", description = "Exit 10 when changesets are pending.")
    private @Nullable Check check;

    @Override
    String waitOption() {
        return "--wait 60s";
    }

    @Override
    Answer act(Invocation invocation) {
        Health health = invocation.oneoff().health(wait);
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("server", health.server());
        facts.put("latencySeconds", health.latency());
        facts.put("pending", health.pending());
        facts.put("lockHolder", health.lockHolder().orElse(null));
        boolean failed = check == Check.PENDING && health.pending() > 0;
        Optional<Failure> failure = failed
                ? Optional.of(new Failure(
                        FailureKind.CHECK_FAILED,
                        health.pending() + " changesets are pending.",
                        "Apply them with: oneoff migrate"))
                : Optional.empty();
        return Answer.of(Report.of(failed ? "" : "healthy", new Section.Facts("health", facts)))
                .failing(failure);
    }
}
