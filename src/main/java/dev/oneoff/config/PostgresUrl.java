package dev.oneoff.config;

import dev.oneoff.failure.OneoffException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Reads {@code //[user[:password]@]host[:port],…[/database][?key=value&…]} as libpq does (PostgreSQL manual, 34.1.1.2),
 * and pgjdbc's own form, in which user and password stand behind the question mark, {@code +} is a space and
 * {@code database} may stand alone. A message never quotes the text: whatever part cannot be read may be the password.
 */
final class PostgresUrl {

    private static final String ESCAPE =
            "If the password holds one of @ / ? # : % write it as %40 %2F %3F %23 %3A %25.";
    /** Keys whose values may hold a bare {@code @}; elsewhere it ends a password with a {@code ?} in it. */
    private static final List<String> FREE =
            List.of("user", "password", "sslpassword", "options", "application_name", "ApplicationName");

    private final String source;
    private final Surroundings surroundings;
    private final boolean jdbc;
    private final PostgresDraft draft;

    PostgresUrl(String source, Surroundings surroundings, boolean jdbc) {
        this.source = source;
        this.surroundings = surroundings;
        this.jdbc = jdbc;
        this.draft = new PostgresDraft(source);
    }

    void warn(String what) {
        draft.warn(what);
    }

    /** Reads what follows the scheme's colon. */
    DatabaseUrl parse(String rest) {
        int question = rest.indexOf('?');
        String before = question < 0 ? rest : rest.substring(0, question);
        if (before.startsWith("//")) {
            int slash = before.indexOf('/', 2);
            authority(before.substring(2, slash < 0 ? before.length() : slash));
            database(slash < 0 ? "" : before.substring(slash + 1));
        } else {
            database(before.startsWith("/") ? before.substring(1) : before);
        }
        if (question >= 0) {
            query(rest.substring(question + 1));
        }
        return new DatabaseUrl(draft.finish(surroundings), draft.warnings());
    }

    private void authority(String authority) {
        int at = authority.lastIndexOf('@');
        if (at >= 0 && jdbc) {
            throw problem(
                    "the driver takes no user and password before the host",
                    "Write jdbc:postgresql://host/database?user=…&password=…"
                            + " or postgres://user:password@host/database.");
        }
        if (at >= 0) {
            int colon = authority.substring(0, at).indexOf(':');
            draft.place("user", decode(authority.substring(0, colon < 0 ? at : colon), "the user"));
            draft.place("password", colon < 0 ? "" : decode(authority.substring(colon + 1, at), "the password"));
        }
        servers(authority.substring(at + 1));
    }

    private void servers(String text) {
        StringJoiner hosts = new StringJoiner(",");
        StringJoiner ports = new StringJoiner(",");
        for (String server : Text.split(text, ',')) {
            int bracket = server.startsWith("[") ? server.indexOf(']') : -1;
            int colon = server.indexOf(':', bracket + 1);
            if (server.startsWith("[") && (bracket < 0 || bracket + 1 != (colon < 0 ? server.length() : colon))) {
                throw problem("an IPv6 address has no closing bracket", "Write it as [2001:db8::1]:5432.");
            }
            String host = decode(server.substring(0, colon < 0 ? server.length() : colon), "the host");
            hosts.add(bracket < 0 ? host : PostgresDraft.unbracketed(host));
            ports.add(colon < 0 ? "" : server.substring(colon + 1));
        }
        draft.place("host", hosts.toString());
        draft.place("port", ports.toString());
    }

    private void database(String text) {
        if (text.indexOf('@') >= 0 || text.indexOf('/') >= 0) {
            throw problem("the name of the database has a bare / or @ in it, or the password has", ESCAPE);
        }
        if (text.indexOf('#') >= 0) {
            throw problem("the name of the database has a bare # in it", ESCAPE);
        }
        if (!text.isEmpty()) {
            draft.place("dbname", decode(text, "the database"));
        }
    }

    private void query(String query) {
        List<String> parameters = Text.split(query, '&');
        for (String parameter : parameters) {
            rejectBareAt(parameter);
        }
        Set<String> seen = new HashSet<>();
        for (String parameter : parameters) {
            if (!parameter.isEmpty()) {
                take(parameter, seen);
            }
        }
    }

    private void rejectBareAt(String parameter) {
        int equals = parameter.indexOf('=');
        boolean isFree = equals > 0 && FREE.contains(parameter.substring(0, equals));
        if (parameter.indexOf('@') >= 0 && !isFree) {
            throw problem("there is a bare @ after the ?, as in a password with a ? in it", ESCAPE);
        }
    }

    private void take(String parameter, Set<String> seen) {
        int equals = parameter.indexOf('=');
        if (equals <= 0) {
            throw problem("a setting after the ? is not key=value", ESCAPE);
        }
        String key = decode(parameter.substring(0, equals), "a key after the ?");
        if (!Text.isName(key)) {
            throw problem("a key after the ? is not a plain word", ESCAPE);
        }
        // An & in a password ends it there, and the rest looks like a key: what follows a password is not named.
        String label = seen.contains("password") ? "setting " + (seen.size() + 1) + " after the ?" : key;
        if (!seen.add(key)) {
            throw problem(label + " is given twice", "Keep one.");
        }
        draft.speakOf(label);
        String value = decode(parameter.substring(equals + 1), label);
        if (jdbc) {
            PgjdbcNames.take(key, value, draft);
        } else {
            LibpqNames.take(key, value, draft);
        }
    }

    private String decode(String text, String part) {
        return Percent.decode(text, jdbc, source, part);
    }

    private OneoffException problem(String what, String mend) {
        return Problems.problem(source, what, mend);
    }
}
