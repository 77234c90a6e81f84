package dev.oneoff.datafix.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.config.Environment;
import dev.oneoff.config.Flags;
import dev.oneoff.config.Settings;
import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.datafix.store.Chunk;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixStore;
import dev.oneoff.datafix.store.Reject;
import dev.oneoff.datafix.store.WorkItem;
import dev.oneoff.datafix.store.WorkStore;
import dev.oneoff.support.Launcher;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What two processes that meet on one item leave of it: one that takes itself for the lead, and one that has taken over. */
class WorkBatchIT {

    @TempDir
    private Path folder;

    private TestDatabase database;
    private Session session;
    private FixRow fix;
    private FixStore store;
    private WorkStore items;

    /** A fix that is running, of whose items one was set aside. */
    @BeforeEach
    void setAside() throws IOException, SQLException {
        database = TestDatabase.create();
        database.execute(
                "CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL, CHECK (balance < 2))",
                "INSERT INTO account VALUES (1, 1), (2, 0)");
        Files.writeString(Files.createDirectories(folder.resolve("datafixes")).resolve("1_add.sql"), """
                -- fix: a test
                -- on_error: quarantine 1
                -- find
                SELECT id FROM account
                -- apply
                UPDATE account SET balance = balance + 1 WHERE id IN (:keys)
                """);
        Launcher launcher =
                Launcher.dist().in(folder).env("DATABASE_URL", database.url()).env("USER", "tester");
        assertThat(launcher.run("datafix", "apply").exitCode()).isEqualTo(21);
        database.execute("UPDATE oneoff_fix SET state = 'running'", "UPDATE account SET balance = 0");
        Environment environment = new Environment(
                Map.of("DATABASE_URL", database.url()), Map.of("user.name", "tester"), folder, Optional.empty());
        session = new Database(Settings.load(environment, Flags.none()).database()).open("oneoff/test/engine");
        store = new FixStore(session, Clock.systemUTC());
        fix = store.latest("1_add").orElseThrow();
        items = new WorkStore(session, Clock.systemUTC(), fix);
    }

    @AfterEach
    void drop() throws SQLException {
        session.close();
        database.close();
    }

    @Test
    void anItemThatWasSetAsideIsDoneByOneOfTwoThatTryIt() throws SQLException {
        Reject reject = store.rejects(fix).get(0);

        assertThat(again(reject)).hasValue(1);
        assertThat(again(reject)).hasValue(0);
        assertThat(database.query("SELECT id, balance FROM account ORDER BY id"))
                .containsExactly("1 | 1", "2 | 0");
        assertThat(store.rejects(fix)).isEmpty();
    }

    @Test
    void whoeverHasLostThePartLeavesNothing() throws SQLException {
        Reject reject = store.rejects(fix).get(0);
        Chunk part = store.chunks(fix).get(0);
        store.claim(fix, part, "another");

        assertThat(batch().again(part, item(), changing -> {}, () -> items.accept(reject)))
                .isEmpty();
        assertThat(batch().run(part, List.of(item()), true, changing -> {})).isEmpty();
        assertThat(database.query("SELECT sum(balance) FROM account")).containsExactly("0");
        assertThat(store.rejects(fix)).containsExactly(reject);
    }

    private OptionalLong again(Reject reject) {
        return batch().again(store.chunks(fix).get(0), item(), changing -> {}, () -> items.accept(reject));
    }

    private WorkItem item() {
        return items.items(0, 1, 1).get(0);
    }

    private WorkBatch batch() {
        return new WorkBatch(session, store, fix, new Adding());
    }

    /** Adds 1 to the first account. */
    private static final class Adding implements Doing {

        @Override
        public List<Sql> count(Given given) {
            return List.of();
        }

        @Override
        public int most() {
            return 1;
        }

        @Override
        public Done items(Session session, List<WorkItem> items, Owned batch, Batch.Allowed allowed) {
            return new Done(session.update(Sql.of("UPDATE account SET balance = balance + 1 WHERE id = 1")), 0);
        }
    }
}
