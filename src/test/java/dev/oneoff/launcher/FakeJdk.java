package dev.oneoff.launcher;

import dev.oneoff.support.FakeScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders that look like a JDK, whose {@code java} tells how it was called. */
final class FakeJdk {

    /** One line for the locale, then one for each argument. */
    private static final String TELL = "echo \"LC_ALL=${LC_ALL-unset}\"\nprintf '%s\\n' \"$@\"";

    private FakeJdk() {}

    /** Makes one that names its version in a release file; asking its java for the version would fail. */
    static Path create(Path home, String version) throws IOException {
        return create(home, version, "[ \"$1\" != -version ] || exit 99\n" + TELL);
    }

    static Path create(Path home, String version, String script) throws IOException {
        FakeScript.write(home.resolve("bin/java"), script);
        Files.writeString(
                home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\nOS_NAME=\"Any\"\n");
        return home;
    }

    /** Makes one without a release file, which has to be started to know its version. */
    static Path withoutReleaseFile(Path home, String version) throws IOException {
        String answer = "echo 'Picked up JAVA_TOOL_OPTIONS: -Dx' >&2; echo 'openjdk version \"" + version
                + "\" 2026-01-20' >&2; exit";
        FakeScript.write(home.resolve("bin/java"), "[ \"$1\" != -version ] || { " + answer + "; }\n" + TELL);
        return home;
    }
}
