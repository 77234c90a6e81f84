package dev.oneoff.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.lock.HeldLock;
import dev.oneoff.lock.Holder;
import dev.oneoff.lock.HolderFile;
import dev.oneoff.lock.Lock;
import dev.oneoff.lock.LockName;
import dev.oneoff.lock.Locks;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One at a time, whatever the engine. */
abstract class LockContract {

    private static final String NAME = "oneoff/20261120-100431-k3f9a/migrate";

    private Database database;
    private Session first;
    private Session second;

    /** Returns an empty database. */
    abstract Database database() throws Exception;

    @BeforeEach
    void open() throws Exception {
        database = database();
        first = database.open(NAME);
        second = database.open("oneoff/20261120-100432-m4g8b/migrate");
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    Session first() {
        return first;
    }

    Session second() {
        return second;
    }

    Lock lock(Session session, String name) {
        return lock(session, new LockName(name, Set.of()));
    }

    private Lock lock(Session session, LockName name) {
        return Locks.of(session, name, HolderFile.of(database.address()), Clock.systemUTC());
    }

    @Test
    void onlyOneSessionHoldsIt() {
        HeldLock held = lock(first, "migrate").tryAcquire().orElseThrow();

        assertThat(lock(second, "migrate").tryAcquire()).isEmpty();
        assertThat(lock(second, "migrate").holder().map(Holder::application)).contains(NAME);

        held.close();
        assertThat(lock(second, "migrate").holder()).isEmpty();
        Optional<HeldLock> next = lock(second, "migrate").tryAcquire();
        assertThat(next).isPresent();

        held.close();
        assertThat(lock(first, "migrate").tryAcquire())
                .as("closed twice, it does not free the other's")
                .isEmpty();
        next.orElseThrow().close();
    }

    @Test
    void anotherNameOrAnotherSchemaIsAnotherLock() {
        try (HeldLock held = lock(first, "migrate").tryAcquire().orElseThrow();
                HeldLock other = lock(second, "import").tryAcquire().orElseThrow()) {
            assertThat(held).isNotSameAs(other);
            first.execute("CREATE SCHEMA tenant");
            try (Session there = inSchema(database, "tenant")) {
                Optional<HeldLock> tenants = lock(there, "migrate").tryAcquire();
                assertThat(tenants).isPresent();
                tenants.orElseThrow().close();
            }
        }
    }

    @Test
    void theLockOfTwoSchemasIsHeldInBothOrInNone() {
        first.execute("CREATE SCHEMA tenant");
        try (Session there = inSchema(database, "tenant")) {
            LockName both = new LockName("migrate", Set.of()).alsoIn("tenant");
            HeldLock held = lock(first, both).tryAcquire().orElseThrow();
            assertThat(lock(second, "migrate").tryAcquire()).isEmpty();
            assertThat(lock(there, "migrate").tryAcquire()).isEmpty();
            assertThat(lock(there, "migrate").holder().map(Holder::application)).contains(NAME);
            held.close();

            HeldLock tenants = lock(there, "migrate").tryAcquire().orElseThrow();
            assertThat(lock(first, both).tryAcquire()).isEmpty();
            assertThat(lock(first, both).holder().map(Holder::application)).contains("oneoff/tenant");
            HeldLock own = lock(second, "migrate").tryAcquire().orElseThrow();
            own.close();
            tenants.close();
        }
    }

    /** Opens a session whose current schema is that one. */
    abstract Session inSchema(Database database, String schema);

    @Test
    void aWaiterLeavesNoOpenTransaction() throws SQLException {
        try (HeldLock held = lock(first, "migrate").tryAcquire().orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(lock(second, "migrate").tryAcquire()).isEmpty();
            assertThat(lock(second, "migrate").holder()).isPresent();

            assertThat(second.connection().getAutoCommit()).isTrue();
            noTransactionIsOpen();
        }
    }

    /** Looks from the first session whether the second is inside a transaction. */
    abstract void noTransactionIsOpen();

    @Test
    void theNameOutlivesWhatAChangesetSets() {
        try (HeldLock held = lock(first, "migrate").tryAcquire().orElseThrow()) {
            assertThat(held).isNotNull();
            first.reset("");

            assertThat(lock(second, "migrate").holder().map(Holder::application))
                    .contains(NAME);
        }
    }
}
