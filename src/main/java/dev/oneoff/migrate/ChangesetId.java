package dev.oneoff.migrate;

/**
 * What makes a changeset itself: the path of its file as plain Liquibase stores it, its id, its author.
 *
 * @param file relative to the search path, with forward slashes
 */
public record ChangesetId(String file, String id, String author) {

    /** Returns file and id, which is enough for people. */
    public String brief() {
        return file + "::" + id;
    }

    @Override
    public String toString() {
        return file + "::" + id + "::" + author;
    }
}
