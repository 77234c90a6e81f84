package dev.oneoff.config;

/**
 * The release of the app that runs, as it is recorded with every run.
 *
 * @param id one line, 1 to 200 characters; {@code unknown} where nothing tells
 * @param source the variable, the file, {@code git}, {@code jar manifest} or {@code none}
 */
public record Release(String id, String source) {

    public Release {
        id = Recorded.line(id);
        if (id.isEmpty()) {
            throw new IllegalArgumentException("A release has an id");
        }
    }
}
