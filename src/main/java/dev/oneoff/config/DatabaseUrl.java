package dev.oneoff.config;

import dev.oneoff.failure.OneoffException;
import java.util.List;

/**
 * A URL that was read: read by hand, because {@link java.net.URI} answers null for hosts with an underscore, for
 * several hosts and for unescaped passwords, and its exceptions contain the whole text.
 *
 * @param address where it leads
 * @param warnings what was left out, by name; never a value
 */
record DatabaseUrl(DatabaseAddress address, List<String> warnings) {

    static final String FORMS = "Write postgres://user:password@host:5432/database or jdbc:postgresql://host/database.";
    private static final int LONGEST = 8192;
    private static final List<String> OTHERS = List.of(
            "mysql",
            "mysql2",
            "mariadb",
            "sqlite",
            "sqlite3",
            "sqlserver",
            "mssql",
            "oracle",
            "db2",
            "cockroachdb",
            "mongodb",
            "redis",
            "rediss",
            "http",
            "https",
            "file",
            "h2",
            "r2dbc",
            "prisma");

    DatabaseUrl {
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads a URL.
     *
     * @param given the URL; one line end after it is dropped
     * @param source the variable it comes from, for messages
     * @throws OneoffException of kind CONFIGURATION; the message has no part of the text in it that may be secret
     */
    static DatabaseUrl parse(String given, String source, Surroundings surroundings) {
        String text = Text.chomp(given);
        check(text, source);
        if (hasPrefix(text, H2Address.PREFIX)) {
            return new H2Url(source, surroundings).parse(text.substring(H2Address.PREFIX.length()));
        }
        if (hasPrefix(text, "jdbc:postgresql:")) {
            return new PostgresUrl(source, surroundings, true).parse(text.substring("jdbc:postgresql:".length()));
        }
        int colon = text.indexOf("://");
        String scheme = colon < 0 ? "" : Text.lower(text.substring(0, colon));
        int plus = scheme.indexOf('+');
        String base = plus < 0 ? scheme : scheme.substring(0, plus);
        if (!base.equals("postgres") && !base.equals("postgresql")) {
            throw unknownScheme(base, text, source);
        }
        PostgresUrl url = new PostgresUrl(source, surroundings, false);
        if (plus >= 0) {
            url.warn("the driver's name after the + in the scheme is ignored");
        }
        return url.parse(text.substring(colon + 1));
    }

    private static void check(String text, String source) {
        if (text.isBlank()) {
            throw Problems.problem(source, "set, but empty", "Unset it or give it a URL. " + FORMS);
        }
        if (text.length() > LONGEST) {
            throw Problems.problem(source, "longer than 8 KiB", FORMS);
        }
        if (Text.hasControl(text)) {
            throw Problems.problem(source, "has a control character or a line break in it", "Remove it.");
        }
        char first = text.charAt(0);
        if (first == '"' || first == '\'') {
            throw Problems.problem(
                    source, "begins with a quotation mark", "Remove the quotes: docker --env-file keeps them.");
        }
        if (!text.equals(text.strip())) {
            throw Problems.problem(source, "has a space before or after it", "Remove it.");
        }
    }

    private static OneoffException unknownScheme(String scheme, String text, String source) {
        if (scheme.equals("tcp")) {
            return Problems.problem(
                    source,
                    "begins with tcp://, as the variables of Kubernetes service links do",
                    "Set enableServiceLinks: false in the pod or rename the service. " + FORMS);
        }
        if (OTHERS.contains(scheme)) {
            return Problems.problem(source, "begins with " + scheme + "://, which is not supported", FORMS);
        }
        if (hasPrefix(text, "jdbc:")) {
            return Problems.problem(
                    source, "of the JDBC drivers, only jdbc:postgresql: and jdbc:h2: are supported", FORMS);
        }
        return Problems.problem(source, "does not begin with postgres://, postgresql:// or jdbc:", FORMS);
    }

    private static boolean hasPrefix(String text, String prefix) {
        return text.regionMatches(true, 0, prefix, 0, prefix.length());
    }
}
