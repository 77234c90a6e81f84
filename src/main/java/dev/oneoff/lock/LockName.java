package dev.oneoff.lock;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a lock is about, for example {@code migrate}. Scoped to a database and to schemas: the session's own, and others
 * where the work reaches there.
 *
 * @param value lower-case letters and hyphens
 * @param commands the commands whose recorded runs hold it from their first word to their last: one of them that says it
 *     is running and does not hold it is dead
 * @param elsewhere the other schemas, as the catalogue has them
 */
public record LockName(String value, Set<String> commands, Set<String> elsewhere) {

    /** The lock of everything that changes the schema. */
    public static final LockName MIGRATE = new LockName("migrate", Set.of("migrate", "rollback", "unlock"));

    public LockName {
        commands = Set.copyOf(commands);
        elsewhere = Set.copyOf(elsewhere);
    }

    /** Makes the name of a lock that is about the session's own schema alone. */
    public LockName(String value, Set<String> commands) {
        this(value, commands, Set.of());
    }

    /** Returns the lock that is about that schema, too; nobody holds it who does not hold it in each of them. */
    public LockName alsoIn(String schema) {
        Set<String> schemas = new TreeSet<>(elsewhere);
        schemas.add(schema);
        return new LockName(value, commands, schemas);
    }

    /** Returns all schemas it is about, each once. */
    SortedSet<String> schemas(String own) {
        SortedSet<String> schemas = new TreeSet<>(elsewhere);
        schemas.add(own);
        return schemas;
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
