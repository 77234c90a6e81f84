package dev.oneoff.migrate;

import dev.oneoff.support.Distribution;
import dev.oneoff.support.Launcher;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.RunningProcess;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
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

    ProcessResult run(String... command) throws IOException {
        return launcher().run(arguments(command));
    }

    RunningProcess start(String... command) throws IOException {
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

    private String[] arguments(String... command) throws IOException {
        String url = database.jdbcUrl();
        List<String> arguments = new ArrayList<>(Distribution.warm().options());
        arguments.addAll(List.of(
                // It polls the lock every ten seconds where nothing else is said.
                "-Dliquibase.changelogLockPollRate=1",
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
