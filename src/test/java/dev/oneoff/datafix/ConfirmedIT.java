package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.oneoff.config.Environment;
import dev.oneoff.config.Flags;
import dev.oneoff.config.Settings;
import dev.oneoff.database.Database;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.ledger.Origin;
import dev.oneoff.lock.Pause;
import dev.oneoff.progress.Journal;
import dev.oneoff.run.Cancellation;
import dev.oneoff.run.Surroundings;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was confirmed is what runs. */
class ConfirmedIT {

    private static final ApplyRequest ALL = ApplyRequest.pending(Duration.ofSeconds(10));

    @TempDir
    private Path folder;

    private TestDatabase database;
    private FixApp app;
    private DataFixes fixes;

    @BeforeEach
    void create() throws IOException, SQLException {
        database = TestDatabase.create();
        database.execute("CREATE TABLE t (id int PRIMARY KEY, v int)", "INSERT INTO t VALUES (1, 0), (2, 0)");
        app = FixApp.in(folder, database).fix("1_one", "UPDATE t SET v = 1 WHERE v = 0;");
        Environment environment = new Environment(
                Map.of("DATABASE_URL", database.url()), Map.of("user.name", "tester"), folder, Optional.empty());
        Settings settings = Settings.load(environment, Flags.none());
        Origin origin = new Origin("tester", "test", "r1", "test", Optional.empty(), "test");
        fixes = new DataFixes(
                settings,
                new Database(settings.database()),
                new Surroundings(
                        Clock.systemUTC(), Pause.SLEEP, new Random(), origin, Journal.open(), new Cancellation()));
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void aFixThatCameLaterDoesNotRunAndNoOtherDoes() throws IOException, SQLException {
        List<Meant> meant = fixes.meant(ALL);
        app.fix("2_two", "UPDATE t SET v = 2 WHERE v = 1;");

        refused(meant, "Fix 2_two is to be run, and that is not what was confirmed");
        assertThat(app.query("SELECT sum(v) FROM t")).containsExactly("0");
    }

    @Test
    void aScriptThatWasEditedDoesNotRun() throws IOException, SQLException {
        List<Meant> meant = fixes.meant(ALL);
        app.fix("1_one", "UPDATE t SET v = 9 WHERE v = 0;");

        refused(meant, "its script is another one");
        assertThat(app.query("SELECT sum(v) FROM t")).containsExactly("0");
    }

    @Test
    void whatSomebodyElseHasDoneMeanwhileIsNotDoneAgain() throws IOException {
        app.fix("2_two", "UPDATE t SET v = 2 WHERE v = 1;");
        List<Meant> meant = fixes.meant(ALL);
        app.run(0, "datafix", "apply", "1_one");

        assertThat(fixes.apply(ALL, meant).value()).extracting(Applied::id).containsExactly("2_two");
        assertThat(fixes.apply(ALL, meant).value()).isEmpty();
    }

    @Test
    void aFixThatIsBeingRevertedIsNotBegunAnew() throws SQLException {
        fixes.apply(ALL, fixes.meant(ALL));
        database.execute("UPDATE oneoff_fix SET state = 'reverting'");

        assertThat(app.run(11, "datafix", "apply", "one", "--again").stderr()).contains("oneoff datafix revert 1_one");
    }

    private void refused(List<Meant> meant, String how) {
        OneoffException refusal = catchThrowableOfType(OneoffException.class, () -> fixes.apply(ALL, meant));
        assertThat(refusal.kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(refusal).hasMessageContaining(how);
    }
}
