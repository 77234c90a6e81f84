package dev.oneoff.cli;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options every command has. */
final class CommonOptions {

    /** How the answer is written. */
    enum Output {
        TEXT,
        JSON
    }

    @Option(
            names = "--output",
            paramLabel = "text|json",
            description = "How the answer is written; json: one object on stdout, nothing else.")
    Output output = Output.TEXT;

    @Option(names = "-C", paramLabel = "DIR", description = "The app's folder, when it is not this one.")
    @Nullable
    Path folder;

    @Option(names = "--yes", description = "Do not ask; needed where nobody can be asked.")
    boolean yes;

    @Option(names = "--actor", paramLabel = "NAME", description = "Who does this, for the record.")
    @Nullable
    String actor;

    @Option(names = "--ticket", paramLabel = "TEXT", description = "What it was asked for in, for the record.")
    @Nullable
    String ticket;

    @Option(
            names = "--lock-wait",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long to wait for another run (default: 5m).")
    Duration lockWait = Duration.ofMinutes(5);

    @Option(names = "--allow-pooler", description = "Go on although a connection pooler is in between.")
    boolean allowPooler;

    @Option(names = "--verbose", description = "Say more.")
    boolean verbose;

    @Option(names = "--quiet", description = "Say warnings and errors only.")
    boolean quiet;

    @Option(names = "--no-color", description = "No colour; NO_COLOR in the environment says the same.")
    boolean noColor;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;
}
