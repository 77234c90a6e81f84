package dev.oneoff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code docs/reference/commands.md} says what the program knows, no more and no less. */
class CommandsPageTest {

    private static final String SHARED = "Options of every command";
    private static final String OF_THE_CHANGELOG = "`migrate`, `rollback` and `status`";
    private static final Pattern SECTION = Pattern.compile("(?m)^## (.*)$");
    private static final Pattern OPTION = Pattern.compile("`(--[a-z-]+)");
    private static final Pattern COMMAND = Pattern.compile("`oneoff ([a-z]+)");

    @Test
    void everyCommandHasItsSectionAndNoOtherIsThere() throws IOException {
        Set<String> documented = new TreeSet<>();
        for (String title : sections().keySet()) {
            if (title.startsWith("oneoff ")) {
                documented.add(title.substring("oneoff ".length()));
            }
        }

        assertThat(documented).isEqualTo(new TreeSet<>(root().getSubcommands().keySet()));
    }

    @Test
    void everyCommandOfAnExampleExists() throws IOException {
        assertThat(root().getSubcommands().keySet()).containsAll(found(COMMAND, page()));
    }

    @Test
    void theTablesOfACommandNameItsOptionsAndNoOther() throws IOException {
        Map<String, String> sections = sections();
        String shared = section(sections, SHARED);
        int split = shared.indexOf(OF_THE_CHANGELOG);
        Set<String> everywhere = tables(shared.substring(0, split));
        Set<String> ofTheChangelog = tables(shared.substring(split));

        root().getSubcommands().forEach((name, command) -> {
            Set<String> documented = tables(section(sections, "oneoff " + name));
            documented.addAll(everywhere);
            if (OF_THE_CHANGELOG.contains("`" + name + "`")) {
                documented.addAll(ofTheChangelog);
            }
            assertThat(documented).as(name).isEqualTo(options(command.getCommandSpec()));
        });
    }

    @Test
    void theOptionsOfOneoffItselfStandThere() throws IOException {
        String page = page();
        options(root().getCommandSpec()).forEach(name -> assertThat(page).contains("`oneoff " + name + "`"));
    }

    private static CommandLine root() {
        return Commands.reader();
    }

    private static Set<String> options(CommandSpec command) {
        Set<String> names = new TreeSet<>();
        command.options().forEach(option -> {
            if (option.longestName().startsWith("--")) {
                names.add(option.longestName());
            }
        });
        return names;
    }

    /** Returns the options in the first column of a section's tables. */
    private static Set<String> tables(String section) {
        Set<String> names = new TreeSet<>();
        section.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf(" | ", 2)))
                .forEach(cell -> names.addAll(found(OPTION, cell)));
        return names;
    }

    private static Set<String> found(Pattern pattern, String text) {
        Set<String> words = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            words.add(matcher.group(1));
        }
        return words;
    }

    private static String section(Map<String, String> sections, String title) {
        return sections.getOrDefault(title, "");
    }

    private static Map<String, String> sections() throws IOException {
        String page = page();
        Map<String, String> sections = new TreeMap<>();
        Matcher matcher = SECTION.matcher(page);
        int begin = -1;
        String title = "";
        while (matcher.find()) {
            if (begin >= 0) {
                sections.put(title, page.substring(begin, matcher.start()));
            }
            title = matcher.group(1);
            begin = matcher.end();
        }
        sections.put(title, page.substring(begin));
        return sections;
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs", "reference", "commands.md"));
    }
}
