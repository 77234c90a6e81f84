package dev.oneoff.migrate.liquibase;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.migrate.ChangelogSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import liquibase.Scope;
import liquibase.changelog.ChangeLogHistoryServiceFactory;
import liquibase.executor.ExecutorService;
import liquibase.lockservice.LockServiceFactory;
import liquibase.resource.ResourceAccessor;
import liquibase.ui.LoggerUIService;
import liquibase.util.LiquibaseUtil;

/**
 * The one way into Liquibase: a scope of ours, in which it calls nobody, asks nobody and prints nothing. Liquibase keeps
 * state in singletons (liquibase#7220), so only one thread of a JVM is inside at a time, and they are reset on the way out.
 */
final class EngineScope {

    private static final String OURS = "dev.oneoff.scope";
    private static final String MAY_CREATE = "dev.oneoff.mayCreate";
    private static final String VERSION = "4.33.0";
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private EngineScope() {}

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

    /** Runs work inside the scope; what it throws comes out as ours. */
    @SuppressWarnings("try")
    static <T> T run(ChangelogSource source, Work<T> work) {
        requireVersion();
        List<T> result = new ArrayList<>(1);
        ONE_AT_A_TIME.lock();
        try (TrackedResources resources = new TrackedResources(source, EngineScope.class.getClassLoader())) {
            Scope.child(values(resources), () -> {
                try {
                    result.add(work.run(resources));
                } finally {
                    reset();
                }
            });
            return result.get(0);
        } catch (Exception e) {
            // Scope.child declares Exception: this is where all of them become ours.
            throw EngineErrors.translate(e);
        } finally {
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

    private static void reset() {
        LockServiceFactory.getInstance().resetAll();
        Scope.getCurrentScope()
                .getSingleton(ChangeLogHistoryServiceFactory.class)
                .resetAll();
        Scope.getCurrentScope().getSingleton(ExecutorService.class).reset();
    }

    /** Work inside the scope. */
    @FunctionalInterface
    interface Work<T> {
        T run(TrackedResources resources) throws Exception;
    }
}
