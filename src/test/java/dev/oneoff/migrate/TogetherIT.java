package dev.oneoff.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.RunningProcess;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Launchers that migrate one database at the same time. */
@Isolated("It takes both cores.")
class TogetherIT extends WithSampleApp {

    private static final int LAUNCHERS = 20;
    private static final int CHANGESETS = 5;
    private static final Pattern HOLDER = Pattern.compile("by oneoff/([0-9a-z-]+)/migrate \\(pid ([0-9]+), ");

    @Test
    void twentyLaunchersApplyEachChangesetOnce() throws IOException, SQLException {
        app.changeset("0-counter", "CREATE TABLE counter (n int);\nINSERT INTO counter VALUES (0);");
        for (int i = 1; i < CHANGESETS; i++) {
            app.changeset(i + "-plus", "UPDATE counter SET n = n + 1;\nSELECT pg_sleep(0.2);");
        }
        List<RunningProcess> launchers = new ArrayList<>();
        List<ProcessResult> results = new ArrayList<>();
        try {
            for (int i = 0; i < LAUNCHERS; i++) {
                launchers.add(app.start("migrate"));
            }
            for (RunningProcess launcher : launchers) {
                results.add(launcher.await(Duration.ofSeconds(60)));
            }
        } finally {
            launchers.forEach(RunningProcess::close);
        }
        assertThat(results).extracting(ProcessResult::exitCode).containsOnly(0);
        List<String> lines = results.stream()
                .flatMap(result -> result.stdoutLines().stream())
                .toList();
        assertThat(lines)
                .filteredOn(line -> line.contains("applied changelog/"))
                .hasSize(CHANGESETS);
        assertThat(lines).anyMatch(line -> HOLDER.matcher(line).find());
        assertThat(app.query("SELECT n FROM counter")).containsExactly("4");
        assertThat(app.query("SELECT state, count(*) FROM oneoff_run GROUP BY state"))
                .containsExactly("succeeded | " + LAUNCHERS);
        assertThat(app.query("SELECT count(*), count(DISTINCT id), max(orderexecuted) FROM databasechangelog"))
                .containsExactly("5 | 5 | 5");
        app.assertSettled();
    }

    @Test
    void aWaitThatIsOverNamesTheHolder() throws IOException, SQLException {
        app.changeset("1-first", "CREATE TABLE first (n int);").changeset("2-slow", "SELECT pg_sleep(60);");
        try (RunningProcess holder = app.start("migrate")) {
            app.awaitStatement("pg_sleep(60)");
            ProcessResult second = app.run(32, "migrate", "--lock-wait", "1s");

            Matcher named = HOLDER.matcher(second.stderr());
            assertThat(named.find()).as("%s", second).isTrue();
            assertThat(app.query("SELECT id FROM oneoff_run WHERE state = 'running'"))
                    .containsExactly(named.group(1));
            assertThat(app.query("SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                            + " AND query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()"))
                    .containsExactly(named.group(2));
            assertThat(holder.isAlive()).isTrue();
        }
    }
}
