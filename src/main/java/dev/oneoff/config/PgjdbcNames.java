package dev.oneoff.config;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The properties of pgjdbc 42.7 that a URL may set. A list of what is allowed, not of what is not:
 * {@code socketFactory}, {@code sslfactory}, {@code authenticationPluginClassName}, {@code connectExecutor},
 * {@code loggerFile} and their like name classes to run or files to write.
 */
final class PgjdbcNames {

    static final String SYSTEM_TRUST = "org.postgresql.ssl.DefaultJavaSSLFactory";

    private static final String TEXT = "text";
    private static final String NUMBER = "a whole number";
    private static final String SWITCH = "true, false";

    /** What is handed on: the values a property takes, separated by a comma and a space. */
    private static final Map<String, String> ALLOWED = Map.ofEntries(
            Map.entry("ApplicationName", TEXT),
            Map.entry("channelBinding", "disable, prefer, require"),
            Map.entry("connectTimeout", NUMBER),
            Map.entry("currentSchema", TEXT),
            Map.entry("gssEncMode", "disable, allow, prefer, require"),
            Map.entry("gssResponseTimeout", NUMBER),
            Map.entry("gsslib", "auto, sspi, gssapi"),
            Map.entry("hostRecheckSeconds", NUMBER),
            Map.entry("kerberosServerName", TEXT),
            Map.entry("loadBalanceHosts", SWITCH),
            Map.entry("loginTimeout", NUMBER),
            Map.entry("options", TEXT),
            Map.entry("prepareThreshold", NUMBER),
            Map.entry("requireAuth", TEXT),
            Map.entry("socketTimeout", NUMBER),
            Map.entry("ssl", SWITCH),
            Map.entry("sslNegotiation", "postgres, direct"),
            Map.entry("sslResponseTimeout", NUMBER),
            Map.entry("sslcert", TEXT),
            Map.entry("sslfactory", SYSTEM_TRUST + ", org.postgresql.ssl.LibPQFactory"),
            Map.entry("sslkey", TEXT),
            Map.entry("sslmode", "disable, allow, prefer, require, verify-ca, verify-full"),
            Map.entry("sslpassword", TEXT),
            Map.entry("sslrootcert", TEXT),
            Map.entry(
                    "targetServerType",
                    "any, primary, master, slave, secondary, preferSlave, preferSecondary, preferPrimary"),
            Map.entry("tcpKeepAlive", SWITCH),
            Map.entry("tcpNoDelay", SWITCH));

    /** What tunes an application and means nothing to an admin process: read, not handed on. */
    private static final List<String> WITHOUT_MEANING = List.of(
            "adaptiveFetch",
            "adaptiveFetchMaximum",
            "adaptiveFetchMinimum",
            "autosave",
            "binaryTransfer",
            "cleanupSavepoints",
            "databaseMetadataCacheFields",
            "databaseMetadataCacheFieldsMiB",
            "defaultRowFetchSize",
            "disableColumnSanitiser",
            "hideUnprivilegedObjects",
            "logServerErrorDetail",
            "logUnclosedConnections",
            "preparedStatementCacheQueries",
            "preparedStatementCacheSizeMiB",
            "reWriteBatchedInserts",
            "receiveBufferSize",
            "sendBufferSize",
            "stringtype");

    private PgjdbcNames() {}

    /** Takes one property of a {@code jdbc:postgresql:} URL, decoded. */
    static void take(String name, String value, PostgresDraft draft) {
        switch (name) {
            case "user", "password" -> draft.place(name, value);
            case "host", "PGHOST" -> draft.place("host", value);
            case "port", "PGPORT" -> draft.place("port", value);
            case "dbname", "PGDBNAME" -> draft.place("dbname", value);
            case "pgbouncer" -> LibpqNames.take(name, value, draft);
            default -> {
                if (ALLOWED.containsKey(name)) {
                    draft.property(name, value, name);
                } else if (!WITHOUT_MEANING.contains(name)) {
                    throw draft.problem(
                            draft.spoken() + " is not a property a JDBC URL may set here" + suggestion(name),
                            "Remove it.");
                }
            }
        }
    }

    /** Tells whether a property takes a value. */
    static boolean accepts(String name, String value) {
        String expected = ALLOWED.getOrDefault(name, "");
        return switch (expected) {
            case TEXT -> true;
            case NUMBER -> Text.isDigits(value) && value.length() <= 9;
            default -> !value.isEmpty() && List.of(expected.split(", ", -1)).contains(value);
        };
    }

    /** Returns what a property takes, as a sentence. */
    static String expectation(String name) {
        String expected = ALLOWED.getOrDefault(name, TEXT);
        return expected.equals(NUMBER) ? "Give it a whole number." : "One of: " + expected + ".";
    }

    private static String suggestion(String name) {
        return Nearest.to(name, new TreeSet<>(ALLOWED.keySet()))
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
    }
}
