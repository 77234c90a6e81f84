package dev.oneoff.config;

import dev.oneoff.failure.OneoffException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything a run is configured by. Precedence: flag, environment, {@code oneoff.yaml}, default.
 *
 * @param app the app's folder
 * @param database where the database is
 * @param release the release of the app that runs
 * @param actor who runs it
 * @param ticket {@code --ticket}, one line of at most 200 characters
 * @param protectedBy what in the environment says production, for example {@code APP_ENV=production}; else empty
 * @param migrate settings of schema migrations
 * @param images settings of old values that are kept
 * @param fixes settings of data fixes
 * @param allowPooler {@code --allow-pooler}
 * @param notices what to announce, a line each, without a full stop
 * @param warnings what was left out or looks wrong, a line each; never a secret
 */
public record Settings(
        AppFolder app,
        DatabaseAddress database,
        Release release,
        Actor actor,
        Optional<String> ticket,
        Optional<String> protectedBy,
        MigrateSettings migrate,
        ImageSettings images,
        FixSettings fixes,
        boolean allowPooler,
        List<String> notices,
        List<String> warnings) {

    public Settings {
        notices = List.copyOf(notices);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads the configuration.
     *
     * @throws OneoffException of kind CONFIGURATION that names every problem: its name, its place, what to do
     */
    public static Settings load(Environment environment, Flags flags) {
        Problems problems = new Problems();
        Optional<AppFolder> found = problems.attempt(() -> AppFolder.find(environment, flags));
        AppFolder app = found.orElseGet(() -> new AppFolder(environment.workingFolder(), "working folder"));
        DatabaseSources sources = new DatabaseSources(environment, app);
        Optional<DatabaseUrl> url = sources.find(problems);
        url.ifPresent(read -> problems.attempt(() -> app.checkedFor(read.address())));
        Optional<PostgresAddress> follower = sources.follower(problems);
        ProjectSettings project = project(app, problems);
        Optional<Actor> actor = problems.attempt(() -> Actor.find(environment, flags));
        if (!problems.isEmpty() || url.isEmpty() || actor.isEmpty()) {
            throw problems.exception();
        }
        return new Settings(
                app,
                url.get().address(),
                ReleaseSources.find(environment, app),
                actor.get(),
                flags.ticket().map(Recorded::line).filter(text -> !text.isEmpty()),
                Production.protectedBy(environment),
                project.migrate().with(flags),
                project.images(),
                project.fixes().with(follower),
                flags.allowPooler(),
                new ArrayList<>(sources.notices()),
                url.get().warnings());
    }

    /**
     * Reads what {@code oneoff.yaml} says about schema migrations, for what needs no database.
     *
     * @throws OneoffException of kind CONFIGURATION that names every problem
     */
    public static MigrateSettings migrations(AppFolder app) {
        Problems problems = new Problems();
        MigrateSettings migrate = project(app, problems).migrate();
        if (!problems.isEmpty()) {
            throw problems.exception();
        }
        return migrate;
    }

    private static ProjectSettings project(AppFolder app, Problems problems) {
        Path file = app.path().resolve(ProjectFile.NAME);
        return Files.exists(file) ? new ProjectFile(problems).read(file) : ProjectSettings.none();
    }
}
