package dev.oneoff.cli;

import dev.oneoff.output.Report;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion}. */
@Command(
        name = "completion",
        header = {
            "Examples:",
            "  source <(oneoff completion bash)   in ~/.bashrc",
            "  source <(oneoff completion zsh)    in ~/.zshrc, after compinit",
            "  oneoff completion fish > ~/.config/fish/completions/oneoff.fish",
            ""
        },
        description = "Prints a script that completes commands and options in a shell.")
final class CompletionCommand implements Action {

    /** The shells there is a script for. */
    enum Shell {
        BASH,
        ZSH,
        FISH
    }

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(arity = "0..1", paramLabel = "bash|zsh|fish", description = "The shell (default: bash).")
    private Shell shell = Shell.BASH;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public CommonOptions common() {
        return common;
    }

    @Override
    public Answer act(Invocation invocation) {
        CommandLine root = spec.root().commandLine();
        String script = switch (shell) {
            case BASH -> AutoComplete.bash("oneoff", root);
            case ZSH -> "autoload -U +X bashcompinit && bashcompinit\n" + AutoComplete.bash("oneoff", root);
            case FISH -> fish(root);
        };
        return Answer.of(Report.of(script.stripTrailing()));
    }

    private static String fish(CommandLine root) {
        StringBuilder script = new StringBuilder("complete -c oneoff -f\n");
        for (Map.Entry<String, CommandLine> command : root.getSubcommands().entrySet()) {
            String[] description =
                    command.getValue().getCommandSpec().usageMessage().description();
            script.append("complete -c oneoff -n __fish_use_subcommand -a %s -d %s%n"
                    .formatted(command.getKey(), quoted(description.length == 0 ? "" : description[0])));
            for (OptionSpec option : command.getValue().getCommandSpec().options()) {
                if (option.longestName().startsWith("--")) {
                    script.append("complete -c oneoff -n '__fish_seen_subcommand_from %s' -l %s%s -d %s%n"
                            .formatted(
                                    command.getKey(),
                                    option.longestName().substring(2),
                                    option.arity().max() > 0 ? " -r" : "",
                                    quoted(option.description().length == 0 ? "" : option.description()[0])));
                }
            }
        }
        return script.toString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
