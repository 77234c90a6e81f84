package dev.oneoff.lock;

/**
 * Who holds a lock, for people.
 *
 * @param session the server's process id of the session, or the operating system's of the process
 * @param application the name the session gave itself, {@code oneoff/<run>/<command>} for ours
 * @param host where it connects from
 * @param since when it began, as text
 */
public record Holder(String session, String application, String host, String since) {

    @Override
    public String toString() {
        return "%s (pid %s, from %s, since %s)"
                .formatted(application.isEmpty() ? "an unnamed session" : application, session, host, since);
    }
}
