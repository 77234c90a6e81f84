package dev.oneoff.cli;

import java.util.List;
import picocli.CommandLine;

/**
 * The commands there are, in the order of the help. A command line that begins with the name of one gets that one alone:
 * reading the options of all of them costs more than most commands take.
 */
final class Commands {

    static final List<String> NAMES = List.of(
            "migrate",
            "rollback",
            "status",
            "history",
            "unlock",
            "health",
            "new",
            "protect",
            "completion",
            "version",
            "help");

    private Commands() {}

    /** Returns the reader of this command line, or of any when it does not begin with a command that stands alone. */
    static CommandLine reader(String... args) {
        CommandLine root = new CommandLine(new RootCommand());
        String first = args.length == 0 ? "" : args[0];
        if (NAMES.contains(first) && !first.equals("help") && !first.equals("completion")) {
            root.addSubcommand(first, make(first));
        } else {
            NAMES.forEach(name -> root.addSubcommand(name, make(name)));
        }
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setExpandAtFiles(false);
        root.setUsageHelpWidth(80);
        return root;
    }

    private static Action make(String name) {
        return switch (name) {
            case "migrate" -> new MigrateCommand();
            case "rollback" -> new RollbackCommand();
            case "status" -> new StatusCommand();
            case "history" -> new HistoryCommand();
            case "unlock" -> new UnlockCommand();
            case "health" -> new HealthCommand();
            case "new" -> new NewCommand();
            case "protect" -> new ProtectCommand();
            case "completion" -> new CompletionCommand();
            case "version" -> new VersionCommand();
            case "help" -> new HelpCommand();
            default -> throw new IllegalArgumentException("no command " + name);
        };
    }
}
