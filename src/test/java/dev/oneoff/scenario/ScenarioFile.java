package dev.oneoff.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The text form of a scenario:
 *
 * <pre>
 * engine both                         or h2, or postgres; both if it is left out
 * # a comment
 * env APP_ENV=staging                 for the commands that follow; unset APP_ENV takes it back
 * file changelog/root.yaml &lt;&lt;EOF      a file of the application's folder, up to EOF
 * databaseChangeLog: []
 * EOF
 *
 * $ oneoff migrate | head -1          a line of shell
 * &lt;time&gt; INFO  nothing to do          its stdout
 * ! a warning                         its stderr
 * exit 0                              its exit code, 0 if it is left out
 *
 * sql&gt; SELECT id, name FROM customer  on the scenario's database
 * 1 | Ada                             the rows
 * </pre>
 *
 * Blank lines at the end of an output do not count. A line of output that would read as one of the above, or is blank and
 * does count, begins with a backslash. {@link Placeholders} lists the changing parts.
 */
final class ScenarioFile {

    private static final Pattern DIRECTIVE =
            Pattern.compile("\\$ .*|! .*|!|# .*|exit \\d+|sql> .*|env \\w+=.*|unset \\w+|file .* <<EOF|engine \\w+");

    private final List<String> lines;
    private final List<Step> steps = new ArrayList<>();
    private List<Engine> engines = List.of(Engine.values());
    private int next;

    private ScenarioFile(List<String> lines) {
        this.lines = lines;
    }

    static Scenario parse(String text) {
        ScenarioFile file = new ScenarioFile(text.lines().toList());
        while (file.next < file.lines.size()) {
            file.step();
        }
        return new Scenario(file.engines, file.steps);
    }

    static String render(List<Step> steps) {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            step.lines().forEach(line -> text.append(line).append('\n'));
        }
        return text.toString();
    }

    /** Returns lines of output so that each is read as output again. */
    static List<String> escape(List<String> output) {
        List<String> escaped = new ArrayList<>();
        for (String line : output) {
            boolean special = line.startsWith("\\") || DIRECTIVE.matcher(line).matches();
            escaped.add(special ? "\\" + line : line);
        }
        for (int last = escaped.size() - 1; last >= 0 && escaped.get(last).isEmpty(); last--) {
            escaped.set(last, "\\");
        }
        return escaped;
    }

    private void step() {
        int number = next + 1;
        String line = lines.get(next++);
        if (line.startsWith("$ ")) {
            command(number, line.substring(2));
        } else if (line.startsWith("sql> ")) {
            steps.add(new Step.Query(number, line.substring(5), output()));
        } else if (line.startsWith("env ") && line.contains("=")) {
            int equals = line.indexOf('=');
            steps.add(new Step.Set(line.substring(4, equals), line.substring(equals + 1)));
        } else if (line.startsWith("unset ")) {
            steps.add(new Step.Unset(line.substring(6)));
        } else if (line.startsWith("file ") && line.endsWith(" <<EOF")) {
            steps.add(new Step.NewFile(line.substring(5, line.length() - " <<EOF".length()), upToEof(number)));
        } else {
            note(number, line);
        }
    }

    private void note(int number, String line) {
        if (line.startsWith("engine ")) {
            engines = engines(line.substring(7));
        } else if (!line.isBlank() && !line.equals("#") && !line.startsWith("# ")) {
            throw new IllegalArgumentException("line " + number + " is no step of a scenario: " + line);
        }
        steps.add(new Step.Note(line));
    }

    private static List<Engine> engines(String name) {
        return name.equals("both") ? List.of(Engine.values()) : List.of(Engine.valueOf(name.toUpperCase(Locale.ROOT)));
    }

    private void command(int number, String shell) {
        List<String> stdout = new ArrayList<>();
        List<String> stderr = new ArrayList<>();
        int exitCode = 0;
        int begin;
        do {
            begin = next;
            stdout.addAll(output());
            while (next < lines.size() && lines.get(next).matches("!( .*)?")) {
                String line = lines.get(next++);
                stderr.add(line.equals("!") ? "" : line.substring(2));
            }
            if (next < lines.size() && lines.get(next).matches("exit \\d+")) {
                exitCode = Integer.parseInt(lines.get(next++).substring(5));
            }
        } while (next > begin);
        steps.add(new Step.Command(number, shell, new Expectation(stdout, stderr, exitCode)));
    }

    /** Takes lines up to the next directive, without the blank ones before it. */
    private List<String> output() {
        int end = next;
        for (int line = next;
                line < lines.size() && !DIRECTIVE.matcher(lines.get(line)).matches();
                line++) {
            end = lines.get(line).isEmpty() ? end : line + 1;
        }
        List<String> output = new ArrayList<>();
        for (String line : lines.subList(next, end)) {
            output.add(line.startsWith("\\") ? line.substring(1) : line);
        }
        next = end;
        return output;
    }

    private List<String> upToEof(int number) {
        int end = next + lines.subList(next, lines.size()).indexOf("EOF");
        if (end < next) {
            throw new IllegalArgumentException("line " + number + ": the file has no end (EOF)");
        }
        List<String> content = List.copyOf(lines.subList(next, end));
        next = end + 1;
        return content;
    }
}
