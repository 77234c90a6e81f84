package dev.oneoff.config;

/**
 * One server of an address.
 *
 * @param host a name, an IPv4 address or an IPv6 address without brackets; never empty
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {

    public HostPort {
        if (host.isEmpty() || port < 1 || port > 65535) {
            throw new IllegalArgumentException("A server has a host and a port from 1 to 65535");
        }
    }

    /**
     * Tells by the text alone, without a name lookup, whether this is the own machine: {@code localhost},
     * {@code *.localhost} (RFC 6761), {@code 127.0.0.0/8} and {@code ::1}.
     */
    public boolean isLoopback() {
        String lower = Text.lower(host);
        return lower.equals("localhost")
                || lower.endsWith(".localhost")
                || lower.equals("::1")
                || lower.equals("0:0:0:0:0:0:0:1")
                || isLoopback4(lower);
    }

    /** Returns {@code host:port}, an IPv6 address in brackets. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    private static boolean isLoopback4(String text) {
        String[] octets = Text.split(text, '.').toArray(new String[0]);
        if (octets.length != 4 || !octets[0].equals("127")) {
            return false;
        }
        for (String octet : octets) {
            if (octet.length() > 3 || !Text.isDigits(octet) || Integer.parseInt(octet) > 255) {
                return false;
            }
        }
        return true;
    }
}
