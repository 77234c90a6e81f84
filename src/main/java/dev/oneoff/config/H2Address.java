package dev.oneoff.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An embedded H2 database.
 *
 * @param file the file without H2's {@code .mv.db}, absolute; empty for a database in memory
 * @param url what the driver gets: no user, no password, always in PostgreSQL's mode
 * @param user the user name; {@code sa} where none is given
 * @param password empty where none is given
 * @param source the variable that gave it, or {@code default}
 */
public record H2Address(Optional<Path> file, String url, String user, Optional<Secret> password, String source)
        implements DatabaseAddress {

    static final String PREFIX = "jdbc:h2:";

    @Override
    public String host() {
        return "embedded";
    }

    /** Returns the last part of the file's name, or the name of the database in memory. */
    @Override
    public String name() {
        return file.map(Path::getFileName).map(Path::toString).orElseGet(this::nameInMemory);
    }

    @Override
    public boolean isLoopback() {
        return true;
    }

    private String nameInMemory() {
        int end = url.indexOf(';');
        return url.substring((PREFIX + "mem:").length(), end < 0 ? url.length() : end);
    }
}
