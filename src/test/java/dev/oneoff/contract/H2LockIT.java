package dev.oneoff.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.support.Launcher;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2LockIT extends LockContract {

    @TempDir
    private Path folder;

    @Override
    Database database() {
        return Engines.h2(folder);
    }

    @Override
    Session inSchema(Database database, String schema) {
        String url = "jdbc:h2:file:" + folder.resolve("shop") + ";SCHEMA=" + schema;
        return new Database(Engines.address(url, folder)).open("oneoff/tenant");
    }

    @Override
    void noTransactionIsOpen() {
        // The engine runs in this process: what the connection says of itself was asked already.
    }

    @Test
    void aSecondProcessWaitsForTheFirstAndNamesIt(@TempDir Path app) throws IOException {
        Path over = app.resolve("over");
        Files.createDirectory(app.resolve("changelog"));
        Files.writeString(app.resolve("changelog/root.sql"), """
                --liquibase formatted sql
                --changeset ada:waiting splitStatements:false
                CREATE ALIAS await AS $$ void await(String file) throws Exception {
                    while (!new java.io.File(file).exists()) {
                        Thread.sleep(10);
                    }
                } $$;
                --changeset ada:slow
                CALL await('%s');
                """.formatted(over));
        Launcher launcher = Launcher.dist().in(app);
        try (RunningProcess migrating = launcher.start("migrate", "--verbose");
                RunningProcess waiting = startedBeside(app, launcher)) {
            ProcessResult impatient = launcher.run("migrate", "--lock-wait", "3s");
            Files.createFile(over);
            ProcessResult patient = waiting.await(Duration.ofSeconds(60));

            assertThat(impatient.exitCode()).as("%s", impatient).isEqualTo(32);
            assertThat(impatient.stdout()).contains("waiting up to ", "for the lock held by oneoff/");
            assertThat(impatient.stderr())
                    .contains("The lock is still held after 3s by oneoff/", "/migrate (pid " + migrating.pid());
            assertThat(patient.exitCode()).as("%s", patient).isZero();
            assertThat(patient.stdout()).contains("waiting up to", "nothing to do: 2 changesets applied");
            assertThat(migrating.await(Duration.ofSeconds(30)).exitCode()).isZero();
        }
        assertThat(app.resolve(".oneoff/dev.holder")).doesNotExist();
    }

    private static RunningProcess startedBeside(Path app, Launcher launcher) throws IOException {
        awaitHolder(app);
        return launcher.start("migrate");
    }

    private static void awaitHolder(Path app) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!Files.exists(app.resolve(".oneoff/dev.holder"))) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
