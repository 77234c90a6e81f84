package dev.oneoff.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.RunningProcess;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CREATE INDEX CONCURRENTLY, which no rollback undoes: what the next run makes of what it finds. */
class ConcurrentIndexIT extends WithSampleApp {

    private static final String VALID = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('item_name')";
    private static final String OF_THE_INDEX = "SELECT exectype FROM databasechangelog WHERE id = '2-index'";
    private static final String BUILD = "CREATE INDEX CONCURRENTLY item_name ON item (name);";

    @BeforeEach
    void begin() throws IOException, SQLException {
        app.changeset("1-item", "CREATE TABLE item (id int PRIMARY KEY, name text, size int);");
        app.run(0, "migrate");
        app.changeset("2-index", "runInTransaction:false", BUILD)
                .changeset("3-after", "CREATE TABLE after_it (n int);");
    }

    @Test
    void anInvalidIndexOfAKilledBuildIsDroppedAndBuiltAgain() throws SQLException {
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            // A writer that does not end: the build waits for it, its index already in the catalogue.
            statement.execute("INSERT INTO item VALUES (1, 'a', 1)");
            try (RunningProcess process = app.start("migrate")) {
                app.await(VALID, "f");
                app.awaitStatement("CREATE INDEX CONCURRENTLY");
                app.kill(process, "CREATE INDEX CONCURRENTLY");
            }
            app.awaitNoSession();
            other.commit();
        }
        assertThat(app.query(VALID)).containsExactly("f");

        ProcessResult next = app.run(0, "migrate");
        assertThat(next.stdout()).contains("index public.item_name is invalid", "began in run", "applied 2 changesets");
        assertThat(app.query(VALID)).containsExactly("t");
        assertThat(app.query("SELECT count(*) FROM oneoff_step WHERE state = 'started'"))
                .containsExactly("0");
        assertRecordedOnce();
    }

    @Test
    void aValidIndexOfTheSameDefinitionIsOnlyRecorded() throws SQLException {
        database.execute("CREATE INDEX item_name ON item (name)");
        String oid = app.query("SELECT to_regclass('item_name')::oid").get(0);

        ProcessResult next = app.run(0, "migrate");
        assertThat(next.stdout()).contains("applied changelog/changes/2-index.sql");
        assertThat(app.query("SELECT to_regclass('item_name')::oid")).containsExactly(oid);
        assertRecordedOnce();
    }

    @Test
    void aValidIndexOfAnotherDefinitionIsNamedWithTheOneWanted() throws SQLException {
        database.execute("CREATE INDEX item_name ON item (size)");

        ProcessResult next = app.run(22, "migrate");
        assertThat(next.stderr())
                .contains(
                        "changelog/changes/2-index.sql::2-index",
                        "public.item_name",
                        "CREATE INDEX item_name ON public.item USING btree (size)",
                        "(name)");
        assertThat(app.query("SELECT id FROM databasechangelog")).containsExactly("1-item");
        assertThat(app.query(VALID)).containsExactly("t");
        database.execute("DROP INDEX item_name");
        app.run(0, "migrate");
        assertRecordedOnce();
    }

    @Test
    void aBuildOfAnotherRoleThatIsUnderWayIsLeftAlone() throws IOException, SQLException {
        String url = database.urlOfRoleWith("secret");
        database.execute(
                "DROP SCHEMA public CASCADE",
                "CREATE SCHEMA public AUTHORIZATION " + database.name(),
                "CREATE TABLE item (id int PRIMARY KEY, name text, size int)",
                "ALTER TABLE item OWNER TO " + database.name());
        app.changeset("1-item", "SELECT 1;");
        InProcess oneoff = InProcess.of(url, app.folder());
        CompletableFuture<Void> build;
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("INSERT INTO item VALUES (1, 'a', 1)");
            build = CompletableFuture.runAsync(this::build);
            app.await(VALID, "f");

            Failure failure = CompletableFuture.supplyAsync(() -> InProcess.failure(oneoff::migrate))
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
            assertThat(failure.kind()).isEqualTo(FailureKind.LOCKED);
            assertThat(failure.title()).startsWith("Index public.item_name is being built by another session, pid ");
            other.commit();
        }
        build.join();
        assertThat(app.query(VALID)).containsExactly("t");
        assertThat(oneoff.migrate().failure()).isEmpty();
        assertThat(app.query(OF_THE_INDEX)).containsExactly("EXECUTED");
    }

    private void build() {
        try {
            database.execute(BUILD);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void ofTwoBuildsTheOneThatEndedStaysAndTheOtherIsDoneAgain() throws IOException, SQLException {
        app.changeset(
                "2-index", "runInTransaction:false", BUILD + "\nCREATE INDEX CONCURRENTLY item_size ON item (size);");
        database.execute("CREATE INDEX item_name ON item (name)", "INSERT INTO item VALUES (1, 'a', 1), (2, 'b', 1)");
        // What a build that was killed leaves: in the catalogue, and not valid.
        invalid("CREATE UNIQUE INDEX CONCURRENTLY item_size ON item (size)");
        String oid = app.query("SELECT to_regclass('item_name')::oid").get(0);

        assertThat(InProcess.of(app).migrate().failure()).isEmpty();
        assertThat(app.query("SELECT to_regclass('item_name')::oid")).containsExactly(oid);
        assertThat(app.query(
                        "SELECT indisvalid, indisunique FROM pg_index WHERE indexrelid = to_regclass('item_size')"))
                .containsExactly("t | f");
        assertRecordedOnce();
    }

    @Test
    void oneThatAlwaysRunsKeepsOneRowHoweverOftenItsIndexIsThereAlready() throws IOException, SQLException {
        app.changeset("2-index", "runInTransaction:false runAlways:true", BUILD);
        for (int run = 1; run <= 3; run++) {
            assertThat(InProcess.of(app).migrate().failure()).isEmpty();
        }

        assertThat(app.query(OF_THE_INDEX)).containsExactly("RERAN");
        assertThat(app.query("SELECT state FROM oneoff_step WHERE name LIKE '%::2-index::%'"))
                .containsExactly("applied", "applied", "applied");
    }

    @Test
    void oneThatRunsOnChangeKeepsOneRowWhenAnIndexIsAdded() throws IOException, SQLException {
        app.changeset("2-index", "runInTransaction:false runOnChange:true", BUILD);
        InProcess.of(app).migrate();
        app.changeset(
                "2-index",
                "runInTransaction:false runOnChange:true",
                BUILD + "\nCREATE INDEX CONCURRENTLY item_size ON item (size);");

        assertThat(InProcess.of(app).migrate().summary()).startsWith("applied 1 changeset");
        assertThat(app.query(OF_THE_INDEX)).containsExactly("RERAN");
        assertThat(InProcess.of(app).migrate().summary()).startsWith("nothing to do");
    }

    @Test
    void whatElseTheChangesetDoesIsNotTakenForDone() throws IOException, SQLException {
        app.changeset("2-index", "runInTransaction:false", BUILD + "\nINSERT INTO item VALUES (1, 'a', 1);");
        database.execute("CREATE INDEX item_name ON item (name)");

        assertThat(InProcess.failure(InProcess.of(app)::migrate).title()).contains("\"item_name\" already exists");
        assertThat(app.query("SELECT id FROM databasechangelog")).containsExactly("1-item");
    }

    private void invalid(String build) {
        assertThatThrownBy(() -> database.execute(build)).hasMessageContaining("could not create unique index");
    }

    private void assertRecordedOnce() throws SQLException {
        app.assertSettled();
        assertThat(app.query("SELECT id, exectype FROM databasechangelog ORDER BY orderexecuted"))
                .containsExactly("1-item | EXECUTED", "2-index | EXECUTED", "3-after | EXECUTED");
    }
}
