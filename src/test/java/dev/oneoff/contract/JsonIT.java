package dev.oneoff.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.Launcher;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What {@link JsonContract} says, of what asks no database. */
@Execution(ExecutionMode.CONCURRENT)
class JsonIT extends JsonAnswers {

    @Test
    void whatAsksNoDatabaseAnswersWithOneObjectToo() throws IOException {
        Launcher launcher =
                Launcher.dist().in(app).env("DATABASE_URL", "postgres://me:" + PASSWORD + "@127.0.0.1:1/shop");
        answers(0, launcher, "--version");
        answers(0, launcher, "--help");
        answers(0, launcher, "migrate", "--help");
        answers(0, launcher, "help", "protect");
        answers(0, launcher, "completion", "fish");
        answers(2, launcher, "frobnicate");
        answers(2, launcher, "status", "--frobnicate");
        answers(2, launcher, "migrate", "--lock-wait", "5x");
        answers(2, launcher, "migrate", "--fixes-for", "5m");
        answers(2, launcher, "rollback");
        answers(2, launcher, "datafix", "purge", "two");
        answers(78, launcher.env("DATABASE_URL", "mysql://me:" + PASSWORD + "@127.0.0.1/shop"), "status");
        answers(78, launcher.env("DATABASE_URL", "postgres://me:" + PASSWORD + "%@127.0.0.1/shop"), "status");
        answers(78, launcher.env("JAVA_HOME", "/nowhere").env("PATH", "/nowhere"), "status");
        answers(30, launcher.env("DATABASE_URL", "postgres://me:" + PASSWORD + "@127.0.0.1:1/shop"), "health");
        answers(0, launcher, "new", "migration", "users");
        answers(22, launcher, "new", "datafix", "#");
        answers(78, launcher, "status", "-C", "nowhere");
        assertThat(filesThatLeak()).isEmpty();
    }
}
