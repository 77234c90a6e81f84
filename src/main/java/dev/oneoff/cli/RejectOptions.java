package dev.oneoff.cli;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.transfer.Rejecting;
import dev.oneoff.transfer.Rejecting.Report;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code import} that say where rejected rows go. */
final class RejectOptions {

    @Option(
            names = "--rejects",
            paramLabel = "FILE|-",
            description =
                    "Where rejected rows go (default: FILE.rejects.csv beside the file): a file that is not there yet,"
                            + " or stdout, where nothing else is then.")
    private @Nullable String file;

    @Option(
            names = "--report",
            paramLabel = "csv|json",
            description =
                    "How it is written, beside them, what is wrong with rejected rows (default: csv; with --rejects -"
                            + " not at all).")
    private @Nullable Report report;

    /** Says whether the rows go to stdout, which has nothing else then. */
    boolean toStdout() {
        return "-".equals(file);
    }

    /** Says whether they go to a file that need not be named after the table. */
    boolean toNamed() {
        return file != null && !toStdout();
    }

    /** Returns where the rows go; {@code command} is the command line that imports a file with mended ones. */
    Rejecting rejecting(CommonOptions common, OutputStream stdout, UnaryOperator<String> command) {
        if (toStdout() && common.output == CommonOptions.Output.JSON) {
            throw new OneoffException(
                    FailureKind.USAGE,
                    "--rejects - writes the rejected rows to stdout, and so does --output json its answer.",
                    "Name a file: --rejects mend.csv.");
        }
        return new Rejecting(
                Optional.ofNullable(file).filter(named -> !toStdout()),
                toStdout() ? Optional.of(stdout) : Optional.empty(),
                Optional.ofNullable(report),
                command);
    }
}
