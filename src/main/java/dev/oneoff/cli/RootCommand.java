package dev.oneoff.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code oneoff} itself. */
@Command(
        name = "oneoff",
        header = {
            "Runs an application's admin processes, with its release and its DATABASE_URL.",
            "",
            "Examples:",
            "  oneoff status                   what is applied, what is pending",
            "  oneoff migrate --dry-run        show the SQL, change nothing",
            "  oneoff migrate                  apply it",
            "  oneoff datafix apply --dry-run  show what data fixes would do",
            ""
        },
        synopsisHeading = "Usage: ",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Exit codes: 0 done, 1 a bug, 2 usage, 10 a check says no, 11 refused,",
            "  20 a step failed, 21 stopped part-way, 22 input rejected, 30 unreachable,",
            "  31 denied, 32 locked, 33 deadline, 78 configuration, 130/143 signal,",
            "  141 pipe-closed.",
            "One command: oneoff help migrate"
        })
final class RootCommand {

    @Option(
            names = "--output",
            paramLabel = "text|json",
            description = "How the answer is written; here or after the command.")
    CommonOptions.Output output = CommonOptions.Output.TEXT;

    @Option(
            names = {"-V", "--version"},
            description = "Show the version.")
    boolean version;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;
}
