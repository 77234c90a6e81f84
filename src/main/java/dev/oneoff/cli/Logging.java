package dev.oneoff.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Sets up slf4j-simple. Must be called before the first logger is made: it fixes its target then. */
final class Logging {

    private static final String PREFIX = "org.slf4j.simpleLogger.";

    private Logging() {}

    static void configure(boolean toStandardOut, CommonOptions common) {
        String level = common.verbose ? "debug" : common.quiet ? "warn" : "info";
        System.setProperty(PREFIX + "logFile", toStandardOut ? "System.out" : "System.err");
        System.setProperty(PREFIX + "defaultLogLevel", "warn");
        System.setProperty(PREFIX + "log.oneoff", level);
        System.setProperty(PREFIX + "log.liquibase", common.verbose ? "debug" : "off");
        System.setProperty(PREFIX + "showDateTime", "true");
        System.setProperty(PREFIX + "dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ssXXX");
        System.setProperty(PREFIX + "showThreadName", "false");
        System.setProperty(PREFIX + "showLogName", "false");
        // No library prints by itself: what the driver logs by java.util.logging is in its exceptions, too.
        Logger.getLogger("").setLevel(Level.OFF);
    }
}
