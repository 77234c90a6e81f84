package dev.oneoff.migrate.liquibase;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.migrate.ChangelogSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import liquibase.Scope;
import liquibase.ScopeManager;
import liquibase.resource.ResourceAccessor;
import liquibase.ui.LoggerUIService;
import liquibase.util.LiquibaseUtil;
import org.jspecify.annotations.Nullable;

/**
 * The one way into Liquibase: a scope of ours, in which it calls nobody, asks nobody and prints nothing. Its executors
 * and history services hang on the root of all scopes (liquibase#7220); ours has a root of its own, so that what an
 * application has registered for its own Liquibase is neither seen nor touched, and nothing stays when the engine goes.
 * Some of Liquibase's state is static all the same, so only one thread of a JVM is inside at a time.
 */
final class EngineScope {

    private static final String OURS = "dev.oneoff.scope";
    private static final String MAY_CREATE = "dev.oneoff.mayCreate";
    private static final String VERSION = "4.33.0";
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private final ChangelogSource source;
    private final Place own = new Place(null);

    EngineScope(ChangelogSource source) {
        this.source = source;
    }

    static boolean isOurs(Scope scope) {
        return scope.get(OURS, false);
    }

    static boolean mayCreate(Scope scope) {
        return scope.get(MAY_CREATE, false);
    }

    /** Runs what may create Liquibase's own tables. */
    static void creating(Scope.ScopedRunner<?> work) throws Exception {
        Scope.child(MAY_CREATE, true, work);
    }

    /**
     * Runs work inside the scope; what it throws comes out as ours.
     *
     * @param translating makes ours of what it throws
     */
    @SuppressWarnings("try")
    <T> T run(Function<Exception, OneoffException> translating, Work<T> work) {
        requireVersion();
        Place before = new Place(Scope.getCurrentScope());
        ONE_AT_A_TIME.lock();
        Scope.setScopeManager(own);
        try (TrackedResources resources = new TrackedResources(source, EngineScope.class.getClassLoader())) {
            return Scope.child(values(resources), (Scope.ScopedRunnerWithReturn<T>) () -> work.run(resources));
        } catch (Exception e) {
            // Scope.child declares Exception: this is where all of them become ours.
            throw translating.apply(e);
        } finally {
            Scope.setScopeManager(before);
            ONE_AT_A_TIME.unlock();
        }
    }

    private static void requireVersion() {
        String found = LiquibaseUtil.getBuildVersion();
        if (!VERSION.equals(found)) {
            throw new OneoffException(
                    FailureKind.CONFIGURATION,
                    "Liquibase " + found + " is on the class path; oneoff works with " + VERSION + ".",
                    "Set liquibase-core to " + VERSION + " (docs/decisions/0001-liquibase-4.33.md says why).");
        }
    }

    private static Map<String, Object> values(ResourceAccessor resources) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(OURS, true);
        // On by default since 4.30 (liquibase#6503).
        values.put("liquibase.analytics.enabled", false);
        values.put("liquibase.headless", true);
        values.put("liquibase.showBanner", false);
        // Two files of one name are compared by us, byte by byte.
        values.put("liquibase.duplicateFileMode", "SILENT");
        values.put(Scope.Attr.ui.name(), new LoggerUIService());
        values.put(Scope.Attr.logService.name(), new EngineLog());
        values.put(Scope.Attr.resourceAccessor.name(), resources);
        return values;
    }

    /** Work inside the scope. */
    @FunctionalInterface
    interface Work<T> {
        T run(TrackedResources resources) throws Exception;
    }

    /** Where a thread is among Liquibase's scopes; where it is nowhere yet, Liquibase makes a new root. */
    private static final class Place extends ScopeManager {
        private @Nullable Scope scope;

        Place(@Nullable Scope scope) {
            this.scope = scope;
        }

        @Override
        public @Nullable Scope getCurrentScope() {
            return scope;
        }

        @Override
        protected void setCurrentScope(Scope current) {
            scope = current;
        }

        @Override
        protected Scope init(Scope given) {
            return given;
        }
    }
}
