package dev.oneoff.cli;

import dev.oneoff.output.Report;
import dev.oneoff.output.Section;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion}. */
@Command(
        name = "completion",
        header = {
            "Prints a script that completes commands and options in a shell.",
            "",
            "Examples:",
            "  source <(oneoff completion bash)   in ~/.bashrc",
            "  source <(oneoff completion zsh)    in ~/.zshrc, after compinit",
            "  oneoff completion fish > ~/.config/fish/completions/oneoff.fish",
            ""
        })
final class CompletionCommand extends Action {

    /** The shells there is a script for. */
    enum Shell {
        BASH,
        ZSH,
        FISH
    }

    @Parameters(arity = "0..1", paramLabel = "bash|zsh|fish", description = "The shell (default: bash).")
    private Shell shell = Shell.BASH;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    Answer act(Invocation invocation) {
        CompletionScript script = new CompletionScript(spec.root().commandLine());
        String text = switch (shell) {
            case BASH -> script.bash();
            case ZSH -> "autoload -U +X bashcompinit && bashcompinit\n" + script.bash();
            case FISH -> script.fish();
        };
        return Answer.of(Report.of("", new Section.Text("script", text)));
    }
}
