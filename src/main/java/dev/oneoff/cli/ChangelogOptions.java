package dev.oneoff.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that read the changelog. */
final class ChangelogOptions {

    @Option(
            names = "--contexts",
            paramLabel = "LIST",
            description = "Which contexts this database has; '*' for changesets of all.")
    @Nullable
    String contexts;

    @Option(names = "--labels", paramLabel = "EXPR", description = "Which labels are meant, such as \"a and !b\".")
    @Nullable
    String labels;

    @Option(
            names = "--wait-for-db",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long the server may take to come up (default: not at all).")
    Duration waitForDatabase = Duration.ZERO;
}
