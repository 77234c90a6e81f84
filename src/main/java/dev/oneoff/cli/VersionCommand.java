package dev.oneoff.cli;

import dev.oneoff.BuildInfo;
import dev.oneoff.output.Report;
import dev.oneoff.output.Section;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code version}. */
@Command(name = "version", header = "Shows which oneoff this is, and what it runs on.")
final class VersionCommand extends Action {

    @Override
    Answer act(Invocation invocation) {
        BuildInfo build = BuildInfo.read();
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("oneoff", build.version());
        facts.put("liquibase", build.liquibase());
        facts.put("java", Runtime.version().toString());
        return Answer.of(Report.of("", new Section.Facts("version", facts)));
    }
}
