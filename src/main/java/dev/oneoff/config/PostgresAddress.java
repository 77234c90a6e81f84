package dev.oneoff.config;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A PostgreSQL database.
 *
 * @param hosts one or more, in the order they are tried
 * @param database never empty
 * @param user never empty
 * @param password empty where none is given
 * @param driverProperties pgjdbc's names and values, without host, port, database, user and password; sorted by name.
 *     {@code sslpassword} is a secret
 * @param pooled whether the address has the marks of a transaction pooler ({@code pgbouncer=true}, port 6543, a
 *     {@code -pooler.} or {@code .pooler.} host)
 * @param source the variable that gave it
 */
public record PostgresAddress(
        List<HostPort> hosts,
        String database,
        String user,
        Optional<Secret> password,
        Map<String, String> driverProperties,
        boolean pooled,
        String source)
        implements DatabaseAddress {

    public PostgresAddress {
        hosts = List.copyOf(hosts);
        driverProperties = Collections.unmodifiableMap(new TreeMap<>(driverProperties));
        if (hosts.isEmpty() || database.isEmpty() || user.isEmpty()) {
            throw new IllegalArgumentException("An address has a host, a database and a user");
        }
    }

    @Override
    public String host() {
        return hosts.stream().map(HostPort::host).collect(Collectors.joining(","));
    }

    @Override
    public String name() {
        return database;
    }

    /** Tells whether every host is the own machine. */
    @Override
    public boolean isLoopback() {
        return hosts.stream().allMatch(HostPort::isLoopback);
    }

    /** Returns user, hosts, database and the names of the driver properties; no values, they may be secret. */
    @Override
    public String toString() {
        String servers = hosts.stream().map(HostPort::toString).collect(Collectors.joining(","));
        return "PostgresAddress[" + user + " at " + servers + ", database " + database + ", properties "
                + driverProperties.keySet() + (pooled ? ", pooled" : "") + ", from " + source + "]";
    }
}
