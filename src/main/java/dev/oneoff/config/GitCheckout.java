package dev.oneoff.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A git working tree, read by its files (gitrepository-layout(5)); worktrees, submodules and packed refs included.
 *
 * @param workTree the folder that holds {@code .git}
 * @param gitFolder this working tree's own {@code HEAD}
 * @param commonFolder the refs, shared by all working trees
 */
record GitCheckout(Path workTree, Path gitFolder, Path commonFolder) {

    private static final int DEEPEST_REF = 5;
    private static final long PATIENCE_SECONDS = 2;

    /** Finds the working tree that a folder lies in. */
    static Optional<GitCheckout> around(Path start) {
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            Path git = folder.resolve(".git");
            if (Files.exists(git)) {
                Path tree = folder;
                return resolved(git).map(own -> new GitCheckout(tree, own, common(own)));
            }
        }
        return Optional.empty();
    }

    /** Returns the commit's id, 40 or 64 hex digits; empty before the first commit and with a reftable. */
    Optional<String> commit() {
        Optional<String> pointed = firstLine(gitFolder.resolve("HEAD"));
        for (int depth = 0; depth < DEEPEST_REF && pointed.isPresent(); depth++) {
            String text = pointed.get();
            if (!text.startsWith("ref: ")) {
                return pointed.filter(GitCheckout::isCommit);
            }
            pointed = ref(text.substring("ref: ".length()).strip());
        }
        return Optional.empty();
    }

    /**
     * Asks git whether anything differs from the commit or is not known to git; empty where git does not answer within
     * two seconds. Costs 9 to 17 ms in a JVM that has started no process yet (2 cores, a small tree), so it is asked
     * last, in checkouts where nothing else names a release. The child gets no variables but {@code PATH} and {@code HOME},
     * and the repository's fsmonitor hook is off.
     */
    Optional<Boolean> isDirty(Environment environment) {
        ProcessBuilder builder = new ProcessBuilder(
                        "git", "-c", "core.fsmonitor=false", "status", "--porcelain", "--untracked-files=normal")
                .directory(workTree.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> variables = builder.environment();
        variables.clear();
        for (String name : List.of("PATH", "HOME", "SystemRoot")) {
            environment.filled(name).ifPresent(value -> variables.put(name, value));
        }
        variables.put("GIT_OPTIONAL_LOCKS", "0");
        try {
            return answer(builder.start());
        } catch (IOException noGit) {
            return Optional.empty();
        }
    }

    private static Optional<Boolean> answer(Process git) throws IOException {
        try (InputStream out = git.getInputStream()) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (System.nanoTime() < deadline) {
                if (out.available() > 0) {
                    return Optional.of(true);
                }
                if (git.waitFor(5, TimeUnit.MILLISECONDS)) {
                    return git.exitValue() == 0 ? Optional.of(out.read() >= 0) : Optional.empty();
                }
            }
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            git.destroyForcibly();
        }
    }

    private Optional<String> ref(String name) {
        if (!name.startsWith("refs/") || name.contains("..")) {
            return Optional.empty();
        }
        return firstLine(gitFolder.resolve(name))
                .or(() -> firstLine(commonFolder.resolve(name)))
                .or(() -> packed(name));
    }

    private Optional<String> packed(String name) {
        Path file = commonFolder.resolve("packed-refs");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(file)) {
            String end = " " + name;
            return lines.filter(line -> line.endsWith(end))
                    .map(line -> line.substring(0, line.length() - end.length()))
                    .filter(GitCheckout::isCommit)
                    .findFirst();
        } catch (IOException | UncheckedIOException unreadable) {
            return Optional.empty();
        }
    }

    /** Follows the {@code gitdir:} line that stands in place of the folder in a worktree or submodule. */
    private static Optional<Path> resolved(Path git) {
        if (Files.isDirectory(git)) {
            return Optional.of(git);
        }
        return firstLine(git)
                .filter(line -> line.startsWith("gitdir: "))
                .flatMap(line -> path(git.resolveSibling("."), line.substring("gitdir: ".length())));
    }

    private static Path common(Path own) {
        return firstLine(own.resolve("commondir"))
                .flatMap(line -> path(own, line))
                .orElse(own);
    }

    private static Optional<Path> path(Path base, String text) {
        try {
            return Optional.of(base.resolve(text).normalize());
        } catch (InvalidPathException unusable) {
            return Optional.empty();
        }
    }

    private static Optional<String> firstLine(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst().map(String::strip).filter(line -> !line.isEmpty());
        } catch (IOException | UncheckedIOException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean isCommit(String text) {
        return (text.length() == 40 || text.length() == 64)
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }
}
