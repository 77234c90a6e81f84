package dev.oneoff.scenario;

import java.util.ArrayList;
import java.util.List;

/** One part of a scenario; {@link #lines()} is how it stands in the file. */
sealed interface Step {

    List<String> lines();

    /** A comment, a blank line, the engine: kept as it is. */
    record Note(String line) implements Step {
        @Override
        public List<String> lines() {
            return List.of(line);
        }
    }

    /** {@code env NAME=value}: for the commands that follow. */
    record Set(String name, String value) implements Step {
        @Override
        public List<String> lines() {
            return List.of("env " + name + "=" + value);
        }
    }

    /** {@code unset NAME}. */
    record Unset(String name) implements Step {
        @Override
        public List<String> lines() {
            return List.of("unset " + name);
        }
    }

    /** {@code file path <<EOF}, its lines, {@code EOF}: written into the application's folder. */
    record NewFile(String path, List<String> content) implements Step {
        @Override
        public List<String> lines() {
            List<String> lines = new ArrayList<>();
            lines.add("file " + path + " <<EOF");
            lines.addAll(content);
            lines.add("EOF");
            return lines;
        }
    }

    /** {@code $ command}: a line of shell and what it must say. */
    record Command(int lineNumber, String shell, Expectation expected) implements Step {
        @Override
        public List<String> lines() {
            List<String> lines = new ArrayList<>();
            lines.add("$ " + shell);
            lines.addAll(expected.lines());
            return lines;
        }
    }

    /** {@code sql> statement}: run on the scenario's database, with the rows it must answer. */
    record Query(int lineNumber, String sql, List<String> rows) implements Step {
        @Override
        public List<String> lines() {
            List<String> lines = new ArrayList<>();
            lines.add("sql> " + sql);
            lines.addAll(ScenarioFile.escape(rows));
            return lines;
        }
    }
}
