package dev.oneoff.migrate.liquibase;

import dev.oneoff.progress.Journal;
import java.util.logging.Level;
import liquibase.logging.Logger;
import liquibase.logging.core.AbstractLogService;
import liquibase.logging.core.AbstractLogger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Sends what Liquibase says to our log: its warnings as details, because we say what matters in our own words. */
final class EngineLog extends AbstractLogService {

    private static final Logger LOGGER = new ToSlf4j();

    @Override
    public int getPriority() {
        return PRIORITY_SPECIALIZED;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Logger getLog(Class clazz) {
        return LOGGER;
    }

    // Liquibase declares close() with Exception on everything.
    @SuppressWarnings("try")
    private static final class ToSlf4j extends AbstractLogger {
        private static final org.slf4j.Logger LOG = LoggerFactory.getLogger("liquibase");

        @Override
        public void log(Level level, @Nullable String message, @Nullable Throwable error) {
            if (message == null || level.intValue() < Level.INFO.intValue()) {
                return;
            }
            LOG.debug(Journal.printable(message));
        }
    }
}
