package dev.oneoff.config;

import dev.oneoff.failure.OneoffException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A PostgreSQL address in the making: its parts come in one by one, the whole is checked at the end. */
final class PostgresDraft {

    private static final int DEFAULT_PORT = 5432;
    private static final int POOLER_PORT = 6543;

    private final String source;
    private final Map<String, String> place = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private boolean isPooled;
    private boolean needsVerification;
    private String label = "";

    PostgresDraft(String source) {
        this.source = source;
    }

    /**
     * Says where or as whom; the last one said holds.
     *
     * @param name {@code host} or {@code port} (comma-separated), {@code dbname}, {@code user}, {@code password}
     */
    void place(String name, String value) {
        place.put(name, value);
    }

    /**
     * Sets a property of the driver.
     *
     * @param name pgjdbc's name
     * @param spoken the name the user wrote
     * @throws OneoffException when the value is none the driver takes
     */
    void property(String name, String value, String spoken) {
        if (!PgjdbcNames.accepts(name, value)) {
            throw problem(spoken + " has a value it cannot have", PgjdbcNames.expectation(name));
        }
        properties.put(name, value);
    }

    /**
     * Trusts what the system trusts. As in libpq 16, only {@code sslmode=verify-full} goes with it: with any other mode
     * everybody who has some certificate would do.
     */
    void trustSystem() {
        properties.put("sslfactory", PgjdbcNames.SYSTEM_TRUST);
        needsVerification = true;
    }

    /** Says what to call the setting that is read now, should it turn out to be unknown. */
    void speakOf(String label) {
        this.label = label;
    }

    String spoken() {
        return label;
    }

    void pooled() {
        isPooled = true;
    }

    void warn(String what) {
        warnings.add(source + ": " + what);
    }

    List<String> warnings() {
        return warnings;
    }

    OneoffException problem(String what, String mend) {
        return Problems.problem(source, what, mend);
    }

    /** Makes the address. */
    PostgresAddress finish(Surroundings surroundings) {
        if (needsVerification
                && !properties.computeIfAbsent("sslmode", none -> "verify-full").equals("verify-full")) {
            throw problem("sslrootcert=system goes with sslmode=verify-full only", "Set sslmode to verify-full.");
        }
        List<HostPort> hosts = hosts();
        String user = said("user").or(surroundings::user).orElse(surroundings.osUser());
        boolean marked = hosts.stream().anyMatch(PostgresDraft::isPooler);
        return new PostgresAddress(
                hosts,
                said("dbname").orElse(user),
                user,
                said("password").map(Secret::of).or(surroundings::password),
                properties,
                isPooled || marked,
                source);
    }

    static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private List<HostPort> hosts() {
        List<String> names = Text.split(said("host").orElse("localhost"), ',');
        List<String> ports = Text.split(place.getOrDefault("port", ""), ',');
        if (ports.size() != 1 && ports.size() != names.size()) {
            throw problem(
                    names.size() + " hosts, but " + ports.size() + " ports",
                    "Give each host its port, or one for all.");
        }
        List<HostPort> hosts = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            hosts.add(new HostPort(checked(unbracketed(names.get(i))), port(ports.get(ports.size() == 1 ? 0 : i))));
        }
        return hosts;
    }

    private String checked(String host) {
        if (host.startsWith("/")) {
            throw problem(
                    "the host is a Unix socket, and the JDBC driver speaks TCP only",
                    "Give a host name, for example localhost, and let the server listen there.");
        }
        boolean isPlain = host.indexOf(':') >= 0 ? Text.isOf(host, ":.%_-") : isHostName(host);
        if (!isPlain) {
            throw problem(
                    "a host is empty or has a character that no host name has",
                    "Check it; if the password holds one of @ / ? # : % write it as %40 %2F %3F %23 %3A %25.");
        }
        return host;
    }

    private static boolean isHostName(String host) {
        return !host.isEmpty()
                && host.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_');
    }

    private int port(String text) {
        if (text.isEmpty()) {
            return DEFAULT_PORT;
        }
        int port = Text.isDigits(text) && text.length() <= 5 ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65535) {
            throw problem(
                    "the port is not a number from 1 to 65535",
                    "Check it; if the password holds one of @ / ? # : % write it as %40 %2F %3F %23 %3A %25.");
        }
        return port;
    }

    private static boolean isPooler(HostPort server) {
        String host = Text.lower(server.host());
        return server.port() == POOLER_PORT || host.contains("-pooler.") || host.contains(".pooler.");
    }

    private Optional<String> said(String name) {
        return Optional.ofNullable(place.get(name)).filter(text -> !text.isEmpty());
    }
}
