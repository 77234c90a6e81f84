package dev.oneoff.images;

import java.util.List;

/**
 * The name of one row of the table of images: a batch, or a part of a big one.
 *
 * @param step from 1
 * @param chunk the walk that wrote it, from 0
 * @param batch counted within the chunk
 * @param part from 0
 * @param rows how many rows it holds
 */
public record Image(ImageOwner owner, int step, int chunk, long batch, int part, long rows) {

    /** What all images come before. */
    static Image end(ImageOwner owner) {
        return new Image(owner, Integer.MAX_VALUE, 0, 0, 0, 0);
    }

    List<Object> values() {
        return List.of(owner.id(), owner.generation(), step, chunk, batch, part);
    }
}
