package dev.oneoff.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
            "datafix",
            "import",
            "export",
            "history",
            "unlock",
            "health",
            "new",
            "protect",
            "completion",
            "warmup",
            "version",
            "help");

    private static final Set<String> WITH_VALUE = Set.of("-C", "--output", "--actor", "--ticket", "--lock-wait");
    private static final Set<String> ROOT_ONLY = Set.of("-h", "--help", "-V", "--version", "--");

    private Commands() {}

    /** Returns the arguments with the options that stand before the command behind it: common ones may stand on either side. */
    static String[] commandFirst(String... args) {
        int command = 0;
        while (command < args.length && args[command].startsWith("-") && !ROOT_ONLY.contains(args[command])) {
            command += WITH_VALUE.contains(args[command]) ? 2 : 1;
        }
        if (command == 0 || command >= args.length || !NAMES.contains(args[command])) {
            return args;
        }
        List<String> sorted = new ArrayList<>(List.of(args));
        sorted.add(0, sorted.remove(command));
        return sorted.toArray(new String[0]);
    }

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
            case "datafix" -> new DatafixCommand();
            case "import" -> new ImportCommand();
            case "export" -> new ExportCommand();
            case "history" -> new HistoryCommand();
            case "unlock" -> new UnlockCommand();
            case "health" -> new HealthCommand();
            case "new" -> new NewCommand();
            case "protect" -> new ProtectCommand();
            case "completion" -> new CompletionCommand();
            case "warmup" -> new WarmupCommand();
            case "version" -> new VersionCommand();
            case "help" -> new HelpCommand();
            default -> throw new IllegalArgumentException("no command " + name);
        };
    }
}
