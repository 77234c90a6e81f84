package dev.oneoff.datafix;

import dev.oneoff.config.Nearest;
import dev.oneoff.database.Session;
import dev.oneoff.datafix.plan.FixPlan;
import dev.oneoff.datafix.plan.Planner;
import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The fixes of an app: scripts in {@code datafixes/}, none when the folder is not there, and classes.
 *
 * @param app its folder
 */
record FixFiles(Path app, FixClasses classes) {

    private static final String FOLDER = "datafixes";
    private static final String ENDING = ".sql";
    private static final long LARGEST = 1 << 20;

    /** Returns the ids in the order they are applied; one that a file and a class have is refused when it is read. */
    List<String> ids() {
        return Stream.concat(files().stream(), classes.ids().stream())
                .distinct()
                .sorted()
                .toList();
    }

    private List<String> files() {
        Path folder = app.resolve(FOLDER);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING) && !name.startsWith("."))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .toList();
        } catch (IOException e) {
            throw unreadable(FOLDER);
        }
    }

    /**
     * Returns the id that an operator means: the id, a part that only one has, or the path of its file.
     *
     * @param more ids that are known without a file
     * @throws OneoffException USAGE when it is none or several
     */
    String resolve(String named, List<String> more) {
        List<String> ids =
                Stream.concat(ids().stream(), more.stream()).distinct().toList();
        String name = Path.of(named).getFileName().toString();
        String plain = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : named;
        if (ids.contains(plain)) {
            return plain;
        }
        List<String> matching = ids.stream().filter(id -> id.contains(plain)).toList();
        if (matching.size() == 1) {
            return matching.get(0);
        }
        if (matching.size() > 1) {
            throw new OneoffException(
                    FailureKind.USAGE,
                    named + " is part of " + matching.size() + " fixes: " + String.join(", ", matching) + ".",
                    "Write more of the name.");
        }
        Optional<String> near = Nearest.to(plain, ids);
        throw new OneoffException(
                FailureKind.USAGE,
                "There is no fix " + named + " in " + FOLDER + "/"
                        + (classes.ids().isEmpty() ? "" : ", and no class of that id") + ".",
                near.map(id -> "Did you mean " + id + "? ").orElse("") + "To see all: oneoff datafix list");
    }

    /** Returns whether a fix has a file, though it may be a link that leads nowhere, or a class. */
    boolean has(String id) {
        return Files.exists(file(id), LinkOption.NOFOLLOW_LINKS)
                || classes.of(id).isPresent();
    }

    private void requireOne(String id) {
        classes.of(id).filter(fix -> Files.exists(file(id))).ifPresent(fix -> {
            throw FixClasses.twice(id, FOLDER + "/" + id + ENDING, "the class " + fix.className());
        });
    }

    /** Reads a script. */
    FixScript read(String id) {
        requireOne(id);
        return classes.of(id)
                .map(FixClasses::script)
                .orElseGet(() -> readFile(id))
                .requireGivable();
    }

    private FixScript readFile(String id) {
        Path file = file(id);
        String name = FOLDER + "/" + id + ENDING;
        try {
            if (!file.toRealPath().startsWith(app.toRealPath())) {
                throw new OneoffException(
                        FailureKind.INPUT_REJECTED,
                        name + " is a link out of the app's folder.",
                        "Put the file itself there.");
            }
            if (Files.size(file) > LARGEST) {
                throw new OneoffException(
                        FailureKind.INPUT_REJECTED,
                        name + " is longer than 1 MiB.",
                        "Rows belong into a file of their own.");
            }
            return requireStatements(FixScript.read(id, name, Files.readString(file)), name);
        } catch (CharacterCodingException e) {
            throw new OneoffException(FailureKind.INPUT_REJECTED, name + " is not UTF-8.", "Save it as UTF-8.");
        } catch (IOException e) {
            throw unreadable(name);
        }
    }

    private static FixScript requireStatements(FixScript script, String name) {
        script.code().ifPresent(code -> {
            throw new OneoffException(
                    FailureKind.INPUT_REJECTED,
                    name + " ends with what oneoff itself writes below the script of a class: " + code.line(),
                    "Take the line out; a class is found by META-INF/services/dev.oneoff.task.DataFix.");
        });
        return script;
    }

    /** Returns what a script means in a session's database. */
    FixPlan plan(Session session, FixScript script) {
        Planner planner = new Planner(session);
        return script.code()
                .map(code -> planner.plan(script, classes.require(script, code)))
                .orElseGet(() -> planner.plan(script));
    }

    /** Writes a script, never over another one. */
    void create(FixScript script) {
        Path file = file(script.id());
        try {
            Files.createDirectories(app.resolve(FOLDER));
            Files.writeString(file, script.text(), StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new OneoffException(
                    new Failure(FailureKind.REFUSED, script.file() + " is there already.", "Run it again."), e);
        } catch (IOException e) {
            throw new OneoffException(
                    new Failure(
                            FailureKind.CONFIGURATION,
                            script.file() + " cannot be written: " + e.getMessage(),
                            "Make the app's folder writable."),
                    e);
        }
    }

    private Path file(String id) {
        return app.resolve(FOLDER).resolve(id + ENDING);
    }

    private static OneoffException unreadable(String name) {
        return new OneoffException(
                FailureKind.INPUT_REJECTED, name + " cannot be read.", "Check that it is there and readable.");
    }
}
