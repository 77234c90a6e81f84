package dev.oneoff.cli;

import dev.oneoff.config.Environment;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.run.Cancellation;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The entry point of the launcher, and of applications that embed oneoff. */
public final class Main {

    private Main() {}

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] args) {
        Cancellation cancellation = new Cancellation();
        Signals.stop(cancellation);
        System.exit(run(args, new Surround(Environment.system(), Streams.own(), cancellation, Logging::configure)));
    }

    /**
     * Runs the command line inside an application's process, with its environment and its own logging; ends nothing,
     * listens to no signal.
     *
     * @return the exit code, see {@link FailureKind}
     */
    public static int run(String... args) {
        return run(args, Environment.system(), Streams.system());
    }

    /** Runs the command line with an environment and streams that are handed in. */
    static int run(String[] given, Environment environment, Streams streams) {
        return run(given, new Surround(environment, streams, new Cancellation(), (toStandardOut, common) -> {}));
    }

    /** What a command line is run in. */
    private record Surround(Environment environment, Streams streams, Cancellation cancellation, Setup logging) {}

    private static int run(String[] given, Surround around) {
        String[] args = Commands.commandFirst(given);
        Streams streams = around.streams();
        CommandLine root = Commands.reader(args);
        Renderer renderer = new Renderer(streams, UsageFailures.wantsJson(args), UsageFailures.command(root, args));
        Action action;
        try {
            action = choose(root, args);
        } catch (ParameterException e) {
            return renderer.failure(UsageFailures.of(e));
        } catch (OneoffException e) {
            return renderer.failure(e.failure());
        }
        if (action.rowsOnStdout() && !renderer.json()) {
            renderer = new Renderer(streams.withoutAnswer(), false, renderer.command());
        }
        around.logging().configure(action.logIsTheAnswer() && !renderer.json(), action.common);
        Invocation invocation = new Invocation(around.environment(), streams, action.common, around.cancellation());
        try {
            return renderer.answer(action.act(invocation), invocation);
        } catch (OneoffException e) {
            return renderer.failure(withWait(e.failure(), action.waitOption()), invocation);
        } catch (RuntimeException | Error e) {
            return renderer.failure(bug(e, action.common), invocation);
        }
    }

    /** Returns the command to carry out, or the help that was asked for. */
    private static Action choose(CommandLine root, String[] args) {
        CommandLine.ParseResult parsed = root.parseArgs(args);
        if (root.<RootCommand>getCommand().version) {
            return new VersionCommand();
        }
        if (!parsed.hasSubcommand()) {
            return new ShownHelp(root);
        }
        CommandLine chosen = parsed.subcommand().commandSpec().commandLine();
        return parsed.subcommand().isUsageHelpRequested() ? new ShownHelp(chosen) : chosen.getCommand();
    }

    /** A server that is not up yet can be waited for, by an option that not every command has. */
    private static Failure withWait(Failure failure, String option) {
        return failure.kind() == FailureKind.UNREACHABLE && !option.isEmpty()
                ? failure.hinting(failure.hint() + " To wait for it: " + option)
                : failure;
    }

    /** Sets up the log before the first logger is made. */
    @FunctionalInterface
    private interface Setup {
        void configure(boolean toStandardOut, CommonOptions common);
    }

    private static Failure bug(Throwable error, CommonOptions common) {
        Failure failure = new Failure(
                FailureKind.BUG,
                "This is a bug in oneoff: " + error,
                "Please report it with the output of: oneoff version");
        if (!common.verbose) {
            return failure;
        }
        StackTraceElement[] trace = error.getStackTrace();
        return trace.length == 0 ? failure : failure.with("at", trace[0].toString());
    }
}
