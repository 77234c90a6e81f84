package dev.oneoff.migrate;

import dev.oneoff.support.Launcher;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.RunningProcess;
import dev.oneoff.support.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Liquibase's own command line, as a team has it that comes from there or goes back.
 *
 * @param folder its search path
 */
record PlainLiquibase(Path folder, TestDatabase database) {

    ProcessResult run(String... command) {
        return launcher().run(arguments(command));
    }

    RunningProcess start(String... command) {
        return launcher().start(arguments(command));
    }

    private Launcher launcher() {
        Launcher own = Launcher.at(Path.of(System.getProperty("java.home"), "bin", "java"));
        return new Launcher(
                own.script(),
                folder,
                Map.of("PATH", System.getenv("PATH"), "HOME", folder.toString()),
                "",
                own.timeout());
    }

    private String[] arguments(String... command) {
        String url = database.jdbcUrl();
        List<String> arguments = new ArrayList<>(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                // It polls the lock every ten seconds where nothing else is said.
                "-Dliquibase.changelogLockPollRate=1",
                "-cp",
                System.getProperty("java.class.path"),
                "liquibase.integration.commandline.LiquibaseCommandLine",
                "--search-path=" + folder,
                "--show-banner=false",
                "--analytics-enabled=false",
                "--headless=true",
                "--log-level=info",
                "--changelog-file=changelog/root.yaml",
                "--url=" + url));
        arguments.addAll(List.of(command));
        return arguments.toArray(String[]::new);
    }
}
