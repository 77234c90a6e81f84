package dev.oneoff.cli;

import dev.oneoff.config.AppFolder;
import dev.oneoff.config.Flags;
import dev.oneoff.config.Settings;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.migrate.liquibase.Inclusion;
import dev.oneoff.output.Report;
import dev.oneoff.output.Section;
import dev.oneoff.scaffold.NewMigration;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code new migration}. */
@Command(
        name = "new",
        header = {
            "Writes a migration to fill in, with its way back.",
            "",
            "Example:",
            "  oneoff new migration create-users  write changelog/<time>-create-users.sql",
            ""
        },
        description = "Never writes over a file that is there.")
final class NewCommand extends Action {

    /** What can be written. */
    enum Kind {
        MIGRATION
    }

    @Parameters(index = "0", paramLabel = "migration", description = "What to write.")
    private Kind kind = Kind.MIGRATION;

    @Parameters(index = "1", paramLabel = "NAME", description = "What it does in a few words.")
    private String name = "";

    @Override
    Answer act(Invocation invocation) {
        return switch (kind) {
            case MIGRATION -> migration(invocation);
        };
    }

    private Answer migration(Invocation invocation) {
        Flags flags = new Flags(
                Optional.ofNullable(common.folder),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty());
        AppFolder folder = AppFolder.forNewFiles(invocation.environment(), flags);
        Inclusion inclusion = new Inclusion(folder, Settings.migrations(folder));
        Path app = folder.path();
        String author = common.actor != null ? common.actor : System.getProperty("user.name", "unknown");
        if (name.isBlank()) {
            throw new OneoffException(
                    FailureKind.USAGE, "The name is empty.", "Example: oneoff new migration create-users");
        }
        List<Path> written = new NewMigration(app, author, Clock.systemUTC()).write(name);
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put(
                "files",
                written.stream().map(file -> app.relativize(file).toString()).toList());
        return Answer.of(Report.of(
                        "Fill it in, then look at it: oneoff migrate --dry-run", new Section.Facts("written", facts)))
                .warning(inclusion.missing(written.get(written.size() - 1)).stream()
                        .toList());
    }
}
