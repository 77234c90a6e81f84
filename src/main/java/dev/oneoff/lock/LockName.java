package dev.oneoff.lock;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;

/**
 * What a lock is about, for example {@code migrate}. Scoped by the holder to a database and a schema.
 *
 * @param value lower-case letters and hyphens
 * @param commands the commands whose recorded runs hold it from their first word to their last: one of them that says it
 *     is running and does not hold it is dead
 */
public record LockName(String value, Set<String> commands) {

    /** The lock of everything that changes the schema. */
    public static final LockName MIGRATE = new LockName("migrate", Set.of("migrate", "rollback", "unlock"));

    public LockName {
        commands = Set.copyOf(commands);
    }

    /** Returns a 64-bit key of the name within a schema; PostgreSQL scopes advisory locks to the database by itself. */
    long keyWithin(String schema) {
        try {
            byte[] text = ("oneoff\0" + schema + "\0" + value).getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
