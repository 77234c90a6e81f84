package dev.oneoff.images;

import java.time.Instant;
import java.util.List;

/**
 * The name of one row of the table of images: a batch, or a part of a big one.
 *
 * @param step from 1
 * @param chunk the walk that wrote it, from 0
 * @param batch counted within the chunk
 * @param part from 0
 * @param rows how many rows it holds
 * @param writtenAt when
 */
public record Image(ImageOwner owner, int step, int chunk, long batch, int part, long rows, Instant writtenAt) {

    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

    /** What all images come before. */
    static Image end(ImageOwner owner) {
        return new Image(owner, Integer.MAX_VALUE, 0, 0, 0, 0, NEVER);
    }

    /** Returns its number. */
    public ImageNumber number() {
        return new ImageNumber(step, chunk, batch, part);
    }

    List<Object> values() {
        return List.of(owner.id(), owner.generation(), step, chunk, batch, part);
    }
}
