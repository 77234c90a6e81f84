package dev.oneoff.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;

/** Cases in a text file: a line {@code === NAME}, then a step a line, a verb first. */
final class AppCases {

    private AppCases() {}

    /** Runs the steps of one case. */
    @FunctionalInterface
    interface Run {
        void run(String name, List<String> steps) throws Exception;
    }

    static List<DynamicTest> of(String resource, Run run) throws IOException {
        String text;
        try (var in = Objects.requireNonNull(AppCases.class.getResourceAsStream(resource))) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (String part : text.split("(?m)^=== ", -1)) {
            List<String> lines = part.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
            if (!lines.isEmpty()) {
                String name = lines.get(0);
                tests.add(dynamicTest(name, () -> run.run(tests.size() + name, lines.subList(1, lines.size()))));
            }
        }
        return tests;
    }

    /** Does a step that is about the application's files and its database; unknown verbs are refused. */
    static void step(SampleApp app, String verb, String rest) throws IOException, SQLException {
        switch (verb) {
            case "changeset" -> {
                String[] parts = rest.split(" : ", 2);
                String[] head = parts[0].split(" ", 2);
                app.changeset(head[0], head.length > 1 ? head[1] : "", parts[1].replace("\\n", "\n"));
            }
            case "file" -> {
                String[] parts = rest.split(" : ", 2);
                app.file(parts[0], parts[1].replace("\\n", "\n"));
            }
            case "folder" -> Files.createDirectories(app.folder().resolve(rest));
            case "sql" -> app.database().execute(rest);
            case "rows" -> {
                String[] parts = rest.split(" -> ", 2);
                assertThat(app.query(parts[0])).as(rest).containsExactly(parts[1].split(", ", -1));
            }
            default -> throw new IllegalArgumentException(verb + " " + rest);
        }
    }
}
