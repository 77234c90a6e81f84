package dev.oneoff.cli;

import dev.oneoff.config.AppFolder;
import dev.oneoff.config.Flags;
import dev.oneoff.config.Settings;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.migrate.liquibase.Inclusion;
import dev.oneoff.output.Report;
import dev.oneoff.output.Section;
import dev.oneoff.scaffold.NewDatafix;
import dev.oneoff.scaffold.NewMigration;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code new migration}, {@code new datafix}. */
@Command(
        name = "new",
        header = {
            "Writes a migration or a data fix to fill in.",
            "",
            "Examples:",
            "  oneoff new migration create-users  write changelog/<time>-create-users.sql",
            "  oneoff new datafix trim-names      write datafixes/<time>_trim_names.sql",
            ""
        },
        description = "Never writes over a file that is there.")
final class NewCommand extends Action {

    /** What can be written. */
    enum Kind {
        MIGRATION,
        DATAFIX
    }

    @Parameters(index = "0", paramLabel = "migration|datafix", description = "What to write.")
    private Kind kind = Kind.MIGRATION;

    @Parameters(index = "1", paramLabel = "NAME", description = "What it does in a few words.")
    private String name = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for a datafix: one sentence for the record.")
    private @Nullable String reason;

    @Override
    Answer act(Invocation invocation) {
        AppFolder folder = AppFolder.forNewFiles(
                invocation.environment(),
                new Flags(
                        Optional.ofNullable(common.folder),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty()));
        if (name.isBlank()) {
            throw new OneoffException(
                    FailureKind.USAGE,
                    "The name is empty.",
                    switch (kind) {
                        case MIGRATION -> "Example: oneoff new migration create-users";
                        case DATAFIX -> "Example: oneoff new datafix trim-names";
                    });
        }
        return switch (kind) {
            case MIGRATION -> migration(folder);
            case DATAFIX -> datafix(invocation, folder.path());
        };
    }

    private Answer datafix(Invocation invocation, Path app) {
        Optional<String> why = Optional.ofNullable(reason)
                .or(() -> invocation.ask("Why? One sentence for the record: "))
                .filter(text -> !text.isBlank());
        Path file = new NewDatafix(app, Clock.systemUTC()).write(name, why, Optional.ofNullable(common.ticket));
        String id = file.getFileName().toString().replaceFirst("[.]sql$", "");
        return Answer.of(Report.of(
                "Fill it in, then look at it: oneoff datafix apply " + id + " --dry-run", written(app, List.of(file))));
    }

    private static Section written(Path app, List<Path> files) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put(
                "files",
                files.stream().map(file -> app.relativize(file).toString()).toList());
        return new Section.Facts("written", facts);
    }

    private Answer migration(AppFolder folder) {
        if (reason != null) {
            throw new OneoffException(
                    FailureKind.USAGE, "--reason is for a datafix.", "Nothing was written. See: oneoff help new");
        }
        Inclusion inclusion = new Inclusion(folder, Settings.migrations(folder));
        Path app = folder.path();
        String author = common.actor != null ? common.actor : System.getProperty("user.name", "unknown");
        List<Path> written = new NewMigration(app, author, Clock.systemUTC()).write(name);
        return Answer.of(Report.of("Fill it in, then look at it: oneoff migrate --dry-run", written(app, written)))
                .warning(inclusion.missing(written.get(written.size() - 1)).stream()
                        .toList());
    }
}
