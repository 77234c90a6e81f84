package dev.oneoff.cli;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.output.Report;
import dev.oneoff.output.Section;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code warmup}: the launcher runs it twice, to see which classes are used, and to say what was made of them. */
@Command(
        name = "warmup",
        header = "Makes every later command start faster: an archive of classes, beside the jars.",
        description = {
            "Takes some seconds; meant for where an image is built. The archive fits the",
            "Java that made it: another one passes over it. Nothing needs it."
        })
final class WarmupCommand extends Action {

    @Override
    Answer act(Invocation invocation) {
        Map<String, String> properties = invocation.environment().properties();
        if (properties.containsKey("oneoff.training")) {
            new Training(invocation.environment()).run();
            return Answer.of(Report.of("trained"));
        }
        Path archive = Path.of(properties.getOrDefault("oneoff.archive", ""));
        if (!Files.isRegularFile(archive)) {
            throw new OneoffException(
                    FailureKind.CONFIGURATION,
                    "There is no archive of classes, and only the launcher can make one.",
                    "Run bin/oneoff warmup of the distribution.");
        }
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("file", archive.toString());
        facts.put("megabytes", archive.toFile().length() >> 20);
        return Answer.of(Report.of("", new Section.Facts("archive", facts)));
    }
}
