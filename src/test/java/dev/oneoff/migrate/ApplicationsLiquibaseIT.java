package dev.oneoff.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import liquibase.Scope;
import liquibase.changelog.ChangeLogHistoryService;
import liquibase.changelog.ChangeLogHistoryServiceFactory;
import liquibase.changelog.StandardChangeLogHistoryService;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.executor.Executor;
import liquibase.executor.ExecutorService;
import liquibase.executor.jvm.JdbcExecutor;
import liquibase.lockservice.LockService;
import liquibase.lockservice.LockServiceFactory;
import liquibase.lockservice.StandardLockService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that embeds oneoff and runs a Liquibase of its own: what it has registered there stays its own. */
class ApplicationsLiquibaseIT {

    @TempDir
    private Path folder;

    private TestDatabase database;
    private Database applications;
    private Scope scope;
    private Executor executor;
    private ChangeLogHistoryService history;
    private LockService lock;
    private boolean claimsAll;

    @BeforeEach
    void register() throws IOException, SQLException, LiquibaseException {
        database = TestDatabase.create();
        SampleApp.in(folder, database).changeset("1-item", "CREATE TABLE item (n int)");
        scope = Scope.getCurrentScope();
        applications =
                DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(database.connect()));
        executor = new JdbcExecutor();
        executors().setExecutor(applications, executor);
        history = new ApplicationsHistory();
        history.setDatabase(applications);
        histories().register(history);
        LockServiceFactory.getInstance().register(new ApplicationsLock(this::claims));
        lock = LockServiceFactory.getInstance().getLockService(applications);
        assertItIsAllThere();
    }

    @AfterEach
    void end() throws SQLException, LiquibaseException {
        executors().clearExecutor("jdbc", applications);
        histories().unregister(history);
        LockServiceFactory.reset();
        applications.close();
        database.close();
    }

    @Test
    void survivesAMigrationOfOurs() {
        migrate();
        assertItIsAllThere();
        assertThat(Scope.getCurrentScope()).isSameAs(scope);
    }

    @Test
    void survivesAMigrationOfOursThatFails() throws IOException {
        SampleApp.in(folder, database).changeset("2-fails", "SELECT nothing");
        assertThat(InProcess.of(database.url(), folder).migrate().exitCode()).isEqualTo(20);
        assertItIsAllThere();
        assertThat(Scope.getCurrentScope()).isSameAs(scope);
    }

    @Test
    void survivesOneInAnotherThread() throws ExecutionException, InterruptedException {
        // Born here, it begins in this thread's scope.
        FutureTask<Boolean> task = new FutureTask<>(this::migrate, true);
        Thread other = new Thread(task);
        other.start();
        task.get();
        other.join();
        assertItIsAllThere();
    }

    @Test
    void isNotAskedForOursEvenIfItClaimsEveryDatabase() {
        claimsAll = true;
        migrate();
        assertItIsAllThere();
    }

    private boolean claims(Database any) {
        return claimsAll || any == applications;
    }

    private void migrate() {
        assertThat(InProcess.of(database.url(), folder).migrate().exitCode()).isZero();
    }

    private void assertItIsAllThere() {
        assertThat(executors().getExecutor("jdbc", applications)).isSameAs(executor);
        assertThat(histories().getChangeLogService(applications)).isSameAs(history);
        assertThat(LockServiceFactory.getInstance().getLockService(applications))
                .isInstanceOf(ApplicationsLock.class)
                .isSameAs(lock);
    }

    private static ExecutorService executors() {
        return Scope.getCurrentScope().getSingleton(ExecutorService.class);
    }

    private static ChangeLogHistoryServiceFactory histories() {
        return Scope.getCurrentScope().getSingleton(ChangeLogHistoryServiceFactory.class);
    }

    /** The application's own history. */
    private final class ApplicationsHistory extends StandardChangeLogHistoryService {
        // Without a public constructor Liquibase uses this very object.
        private ApplicationsHistory() {}

        @Override
        public int getPriority() {
            return PRIORITY_DATABASE + 1;
        }

        @Override
        public boolean supports(Database any) {
            return claims(any);
        }
    }

    /** The application's own lock: Liquibase asks the one that was registered and makes another for each database. */
    public static final class ApplicationsLock extends StandardLockService {
        private final Predicate<Database> claims;

        /** For Liquibase. */
        public ApplicationsLock() {
            this(any -> false);
        }

        ApplicationsLock(Predicate<Database> claims) {
            this.claims = claims;
        }

        @Override
        public int getPriority() {
            return PRIORITY_DATABASE;
        }

        @Override
        public boolean supports(Database any) {
            return claims.test(any);
        }

        @Override
        public void init() {
            throw new IllegalStateException("the application's lock was asked for a database of ours");
        }
    }
}
