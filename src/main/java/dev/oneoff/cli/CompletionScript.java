package dev.oneoff.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Writes completion scripts from the commands there are. picocli's own is 700 lines of bash that offer {@code TEXT} where
 * {@code text} is meant.
 *
 * @param root the command {@code oneoff}
 */
record CompletionScript(CommandLine root) {

    private static final String BASH = """
            _oneoff() {
              local current=${COMP_WORDS[COMP_CWORD]} command='' word
              for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
                case $word in
                  -*) ;;
                  *) command=$word; break ;;
                esac
              done
              local words
              case $command in
            %s    *) words='%s' ;;
              esac
              COMPREPLY=($(compgen -W "$words" -- "$current"))
            }
            complete -o default -F _oneoff oneoff
            """;

    String bash() {
        StringBuilder cases = new StringBuilder();
        root.getSubcommands()
                .forEach((name, command) -> cases.append(
                        "    %s) words='%s' ;;\n".formatted(name, String.join(" ", words(command.getCommandSpec())))));
        return BASH.formatted(cases, String.join(" ", root.getSubcommands().keySet()) + " --help --version");
    }

    private List<String> words(CommandSpec command) {
        List<String> words = new ArrayList<>();
        command.positionalParameters().forEach(parameter -> words.addAll(List.of(choices(parameter.paramLabel()))));
        command.options().forEach(option -> words.add(option.longestName()));
        if (command.name().equals("help")) {
            words.addAll(root.getSubcommands().keySet());
        }
        return words;
    }

    /** Returns the words a label like {@code on|off} names; none for a label in capitals. */
    private static String[] choices(String label) {
        return label.equals(label.toLowerCase(Locale.ROOT)) ? label.split("\\|", -1) : new String[0];
    }

    String fish() {
        StringBuilder script = new StringBuilder("complete -c oneoff -f\n");
        for (Map.Entry<String, CommandLine> command : root.getSubcommands().entrySet()) {
            CommandSpec spec = command.getValue().getCommandSpec();
            script.append("complete -c oneoff -n __fish_use_subcommand -a %s -d %s\n"
                    .formatted(
                            command.getKey(), quoted(first(spec.usageMessage().header()))));
            for (OptionSpec option : spec.options()) {
                script.append("complete -c oneoff -n '__fish_seen_subcommand_from %s' %s%s -d %s\n"
                        .formatted(
                                command.getKey(),
                                flag(option.longestName()),
                                option.arity().max() > 0 ? " -r" : "",
                                quoted(first(option.description()))));
            }
        }
        return script.toString();
    }

    private static String flag(String name) {
        return name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1);
    }

    private static String first(String[] lines) {
        return lines.length == 0 ? "" : lines[0];
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
