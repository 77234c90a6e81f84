package dev.oneoff.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sources that are files; the variables stand in {@code releases.tsv}. */
class ReleaseSourcesTest {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @TempDir
    Path folder;

    @Test
    void readsTheFirstLineOfARevisionFileBeforeTheCheckout() throws IOException {
        commitLoose(folder.resolve(".git"));
        Files.writeString(folder.resolve("REVISION"), "abc123\nmore\n");
        assertThat(release()).isEqualTo(new Release("abc123", "REVISION"));
    }

    @Test
    void readsALooseRef() throws IOException {
        commitLoose(folder.resolve(".git"));
        assertThat(commit(folder)).contains(COMMIT);
        assertThat(commit(Files.createDirectories(folder.resolve("a/b")))).contains(COMMIT);
    }

    @Test
    void readsAPackedRef() throws IOException {
        Path git = Files.createDirectories(folder.resolve(".git"));
        Files.writeString(git.resolve("HEAD"), "ref: refs/heads/main\n");
        Files.writeString(
                git.resolve("packed-refs"),
                "# pack-refs with: peeled\n" + COMMIT.replace('0', 'f') + " refs/heads/not/refs/heads/main\n" + COMMIT
                        + " refs/heads/main\n");
        assertThat(commit(folder)).contains(COMMIT);
    }

    @Test
    void readsADetachedHead() throws IOException {
        Path git = Files.createDirectories(folder.resolve(".git"));
        Files.writeString(git.resolve("HEAD"), COMMIT + "\n");
        assertThat(commit(folder)).contains(COMMIT);
    }

    @Test
    void readsAWorktree() throws IOException {
        commitLoose(folder.resolve("main/.git"));
        Path own = Files.createDirectories(folder.resolve("main/.git/worktrees/side"));
        Files.writeString(own.resolve("HEAD"), "ref: refs/heads/main\n");
        Files.writeString(own.resolve("commondir"), "../..\n");
        Path side = Files.createDirectories(folder.resolve("side"));
        Files.writeString(side.resolve(".git"), "gitdir: ../main/.git/worktrees/side\n");
        assertThat(commit(side)).contains(COMMIT);
    }

    @Test
    void answersNothingForWhatIsNoCommit() throws IOException {
        Path git = Files.createDirectories(folder.resolve(".git"));
        for (String head : List.of("", "ref: refs/heads/none\n", "ref: ../../etc/passwd\n", "ref: HEAD\n", "zzz\n")) {
            Files.writeString(git.resolve("HEAD"), head);
            assertThat(commit(folder)).as(head).isEmpty();
        }
        Files.write(git.resolve("HEAD"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThat(commit(folder)).isEmpty();
    }

    @Test
    void marksAWorkingTreeThatDiffersFromItsCommit() throws IOException, InterruptedException {
        Environment real = new Environment(
                Map.of("PATH", System.getenv().getOrDefault("PATH", "")), Map.of(), folder, Optional.empty());
        git("init", "-q");
        Files.writeString(folder.resolve("a"), "1");
        git("add", "a");
        git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "one");
        Release clean = ReleaseSources.find(real, new AppFolder(folder, "-C"));
        assertThat(clean.source()).isEqualTo("git");
        assertThat(clean.id()).hasSize(40);
        Files.writeString(folder.resolve("b"), "2");
        assertThat(ReleaseSources.find(real, new AppFolder(folder, "-C")))
                .isEqualTo(new Release(clean.id() + "+dirty", "git"));
    }

    @Test
    void readsTheManifestOfTheOneJarOnTheClassPath() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "1.4.2");
        try (OutputStream out = Files.newOutputStream(folder.resolve("app.jar"));
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.finish();
        }
        Environment environment =
                new Environment(Map.of(), Map.of("java.class.path", "app.jar"), folder, Optional.empty());
        assertThat(ReleaseSources.find(environment, new AppFolder(folder, "-C")))
                .isEqualTo(new Release("1.4.2", "jar manifest"));
    }

    private static void commitLoose(Path git) throws IOException {
        Files.createDirectories(git.resolve("refs/heads"));
        Files.writeString(git.resolve("HEAD"), "ref: refs/heads/main\n");
        Files.writeString(git.resolve("refs/heads/main"), COMMIT + "\n");
    }

    private static Optional<String> commit(Path start) {
        return GitCheckout.around(start).flatMap(GitCheckout::commit);
    }

    private Release release() {
        return ReleaseSources.find(Cases.environment(folder, ""), new AppFolder(folder, "-C"));
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command)
                .directory(folder.toFile())
                .inheritIO()
                .start();
        assertThat(git.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(git.exitValue()).isZero();
    }
}
