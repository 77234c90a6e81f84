package dev.oneoff.config;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** Finds which release of the app runs: the platform's variables, a file, the checkout, the app's jar. */
final class ReleaseSources {

    /** In order; the platform is named where the variable does not do it. */
    private static final List<String> VARIABLES = List.of(
            "KAMAL_VERSION",
            "RENDER_GIT_COMMIT",
            "RAILWAY_GIT_COMMIT_SHA",
            "FLY_IMAGE_REF",
            "K_REVISION", // Cloud Run
            "SOURCE_COMMIT", // Coolify, Docker Hub
            "GIT_REV", // Dokku
            "SOURCE_VERSION", // Heroku builds
            "GIT_SHA",
            "GITHUB_SHA",
            "CI_COMMIT_SHA"); // GitLab

    private static final int LONGEST_REVISION = 1024;

    private ReleaseSources() {}

    /** Returns the release; {@code unknown} where nothing tells. A release is recorded, so nothing here fails a run. */
    static Release find(Environment environment, AppFolder app) {
        return fromVariable(environment, "ONEOFF_RELEASE")
                .or(() -> heroku(environment))
                .or(() -> VARIABLES.stream()
                        .flatMap(name -> fromVariable(environment, name).stream())
                        .findFirst())
                .or(() -> revisionFile(app.path()))
                .or(() -> checkout(environment, app.path()))
                .or(() -> manifest(environment))
                .orElseGet(() -> new Release("unknown", "none"));
    }

    private static Optional<Release> fromVariable(Environment environment, String name) {
        return environment.filled(name).map(text -> new Release(text, name));
    }

    private static Optional<Release> heroku(Environment environment) {
        String commitName =
                environment.filled("HEROKU_BUILD_COMMIT").isPresent() ? "HEROKU_BUILD_COMMIT" : "HEROKU_SLUG_COMMIT";
        Optional<String> commit = environment.filled(commitName).map(String::strip);
        Optional<String> version = environment.filled("HEROKU_RELEASE_VERSION").map(String::strip);
        if (version.isPresent() && commit.isPresent()) {
            return Optional.of(
                    new Release(version.get() + "-" + commit.get(), "HEROKU_RELEASE_VERSION + " + commitName));
        }
        return version.map(text -> new Release(text, "HEROKU_RELEASE_VERSION"))
                .or(() -> commit.map(text -> new Release(text, commitName)));
    }

    /** The file Capistrano and many image builds leave: its first line. */
    private static Optional<Release> revisionFile(Path app) {
        Path file = app.resolve("REVISION");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(LONGEST_REVISION), StandardCharsets.UTF_8);
            String line = text.lines().findFirst().orElse("").strip();
            return line.isEmpty() ? Optional.empty() : Optional.of(new Release(line, "REVISION"));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<Release> checkout(Environment environment, Path app) {
        return GitCheckout.around(app)
                .flatMap(git -> git.commit().map(commit -> {
                    boolean isDirty = git.isDirty(environment).orElse(false);
                    return new Release(isDirty ? commit + "+dirty" : commit, "git");
                }));
    }

    /** Reads the app's own jar, the one class path entry of {@code java -cp app.jar}; our own are many. */
    private static Optional<Release> manifest(Environment environment) {
        String classPath = environment.property("java.class.path").orElse("");
        if (!classPath.endsWith(".jar") || classPath.indexOf(File.pathSeparatorChar) >= 0) {
            return Optional.empty();
        }
        try (JarFile jar = new JarFile(
                environment.workingFolder().resolve(Path.of(classPath)).toFile())) {
            Manifest manifest = jar.getManifest();
            return Optional.ofNullable(manifest)
                    .map(found -> found.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION))
                    .filter(version -> !version.isBlank())
                    .map(version -> new Release(version, "jar manifest"));
        } catch (IOException | InvalidPathException unreadable) {
            return Optional.empty();
        }
    }
}
