package dev.oneoff.images;

/**
 * Which of the images of an owner.
 *
 * @param step from 1
 * @param chunk the walk that wrote it, from 0
 * @param batch counted within the chunk
 * @param part from 0
 */
public record ImageNumber(int step, int chunk, long batch, int part) {

    /** Reads {@link ImagesSql#SHARED}'s way of writing it. */
    static ImageNumber of(String text) {
        String[] parts = text.split("/", -1);
        return new ImageNumber(
                Integer.parseInt(parts[0]),
                Integer.parseInt(parts[1]),
                Long.parseLong(parts[2]),
                Integer.parseInt(parts[3]));
    }
}
