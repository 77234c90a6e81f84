package dev.oneoff.cli;

import dev.oneoff.config.Nearest;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what is wrong with a command line into ours, with the nearest name. */
final class UsageFailures {

    private UsageFailures() {}

    static Failure of(ParameterException error) {
        CommandSpec spec = error.getCommandLine().getCommandSpec();
        boolean atRoot = spec.root() == spec;
        String help = atRoot ? "oneoff help" : "oneoff help " + spec.name();
        if (error instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String word = unmatched.getUnmatched().get(0);
            if (atRoot && !word.startsWith("-")) {
                return unknownCommand(
                                word, error.getCommandLine().getSubcommands().keySet())
                        .failure();
            }
            if (word.startsWith("-")) {
                return unknownOption(word, spec, help);
            }
            return new Failure(FailureKind.USAGE, "Did not expect the word " + word + ".", "See: " + help);
        }
        if (error.getArgSpec() != null
                && error.getValue() != null
                && error.getArgSpec().type().isEnum()) {
            return notOneOf(error.getArgSpec(), error.getValue(), spec, help);
        }
        if (error.getArgSpec() != null && error.getValue() != null) {
            Optional<String> form = form(error.getArgSpec());
            if (form.isPresent()) {
                return new Failure(
                        FailureKind.USAGE,
                        name(error.getArgSpec(), spec) + " takes " + form.get() + ", not " + error.getValue() + ".",
                        "See: " + help);
            }
        }
        String said = String.valueOf(error.getMessage()).replaceAll("\\s*\\R\\s*", " ");
        return new Failure(FailureKind.USAGE, said.endsWith(".") ? said : said + ".", "See: " + help);
    }

    /** Returns what an argument takes, where it is neither a text nor one of some words. */
    private static Optional<String> form(ArgSpec argument) {
        if (argument.isMultiValue() && argument.type() == Map.class) {
            return Optional.of(argument.paramLabel());
        }
        boolean number =
                Set.of(int.class, long.class, Integer.class, Long.class).contains(argument.type());
        return number ? Optional.of("a whole number, in digits alone") : Optional.empty();
    }

    private static String name(ArgSpec argument, CommandSpec spec) {
        return argument instanceof OptionSpec option ? "Option " + option.longestName() : "Command " + spec.name();
    }

    private static Failure notOneOf(ArgSpec argument, String value, CommandSpec spec, String help) {
        String name = name(argument, spec);
        List<String> choices = new ArrayList<>();
        for (Object constant : argument.type().getEnumConstants()) {
            choices.add(constant.toString().toLowerCase(Locale.ROOT));
        }
        return new Failure(
                FailureKind.USAGE,
                name + " takes " + String.join(" or ", choices) + ", not " + value + ".",
                Nearest.to(value, choices)
                        .map(near -> "Did you mean " + near + "? See: " + help)
                        .orElse("See: " + help));
    }

    static OneoffException unknownCommand(String word, Collection<String> known) {
        Optional<String> nearest = Nearest.to(word, known);
        return new OneoffException(
                FailureKind.USAGE,
                "There is no command " + word + ".",
                nearest.map(name -> "Did you mean: oneoff " + name).orElse("All of them: oneoff help"));
    }

    private static Failure unknownOption(String word, CommandSpec spec, String help) {
        int equals = word.indexOf('=');
        String typed = equals < 0 ? word : word.substring(0, equals);
        List<String> known = new ArrayList<>();
        spec.options().forEach(option -> known.addAll(List.of(option.names())));
        Optional<String> nearest = Nearest.to(typed, known);
        if (spec.root() == spec && isOptionOfCommands(typed, spec)) {
            return new Failure(
                    FailureKind.USAGE,
                    "The option " + typed + " stands before the command.",
                    "Write it after the command: oneoff COMMAND " + typed);
        }
        String command = spec.root() == spec ? "oneoff" : "oneoff " + spec.name();
        return new Failure(
                FailureKind.USAGE,
                "There is no option " + typed + " for " + command + ".",
                nearest.map(name -> "Did you mean " + name + "? See: " + help).orElse("See: " + help));
    }

    private static boolean isOptionOfCommands(String typed, CommandSpec root) {
        return root.subcommands().values().stream()
                .anyMatch(command -> command.getCommandSpec().optionsMap().containsKey(typed));
    }

    /** Returns whether JSON was asked for, on a command line that could not be read. */
    static boolean wantsJson(String[] args) {
        for (int i = 0; i < args.length && !args[i].equals("--"); i++) {
            boolean joined = args[i].equalsIgnoreCase("--output=json");
            boolean split = args[i].equals("--output") && i + 1 < args.length && args[i + 1].equalsIgnoreCase("json");
            if (joined || split) {
                return true;
            }
        }
        return false;
    }

    /** Returns the command a command line names, as far as it can be told. */
    static String command(CommandLine root, String[] args) {
        for (String arg : args) {
            if (root.getSubcommands().containsKey(arg)) {
                return arg;
            }
        }
        return "";
    }
}
