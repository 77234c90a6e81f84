package dev.oneoff.migrate.liquibase;

import dev.oneoff.config.AppFolder;
import dev.oneoff.config.MigrateSettings;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.migrate.ChangelogSource;
import java.nio.file.Path;
import java.util.Optional;
import liquibase.Scope;
import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.parser.ChangeLogParserFactory;
import liquibase.resource.ResourceAccessor;

/**
 * Looks whether an app's root changelog leads to a file; needs no database.
 *
 * @param app the app's folder
 * @param settings what {@code oneoff.yaml} says about migrations
 */
public record Inclusion(AppFolder app, MigrateSettings settings) {

    /**
     * Says what has to be written where for the file to be migrated.
     *
     * @param file a changelog, absolute
     * @return empty when the root changelog leads to it, or cannot be read: it says that itself when it is migrated
     */
    public Optional<String> missing(Path file) {
        try {
            ChangelogSource source = ChangelogSource.find(app, settings);
            String path = source.searchPath().relativize(file).toString().replace('\\', '/');
            return leadsTo(source, path) ? Optional.empty() : Optional.of(advice(source.file(), path));
        } catch (OneoffException unreadable) {
            return Optional.empty();
        }
    }

    private boolean leadsTo(ChangelogSource source, String path) {
        return new EngineScope(source).run(EngineErrors::translate, resources -> {
            ChangeLogParameters parameters = new ChangeLogParameters();
            settings.parameters().forEach(parameters::set);
            ResourceAccessor accessor = Scope.getCurrentScope().getResourceAccessor();
            DatabaseChangeLog log = ChangeLogParserFactory.getInstance()
                    .getParser(source.file(), accessor)
                    .parse(source.file(), parameters, accessor);
            return log.getChangeSets().stream()
                    .anyMatch(changeSet -> DatabaseChangeLog.normalizePath(changeSet.getFilePath())
                            .equals(path));
        });
    }

    private static String advice(String root, String path) {
        String ending = root.substring(root.lastIndexOf('.') + 1);
        String line = switch (ending) {
            case "xml" -> "<include file=\"" + path + "\"/>";
            case "json" -> "{\"include\": {\"file\": \"" + path + "\"}}";
            default -> "- include: {file: " + path + "}";
        };
        return ending.equals("sql")
                ? root + " does not lead to " + path
                        + ", and SQL cannot include files: write the changeset there instead."
                : root + " does not lead to " + path + " yet. Add there: " + line;
    }
}
