package dev.oneoff.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code help}. */
@Command(name = "help", header = "Shows the help of oneoff, or of one command.")
final class HelpCommand extends Action {

    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "A command.")
    private List<String> names = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    Answer act(Invocation invocation) {
        CommandLine about = spec.root().commandLine();
        for (String name : names) {
            CommandLine found = about.getSubcommands().get(name);
            if (found == null) {
                throw UsageFailures.unknownCommand(name, about.getSubcommands().keySet());
            }
            about = found;
        }
        return new ShownHelp(about).act(invocation);
    }
}
