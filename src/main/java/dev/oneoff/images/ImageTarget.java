package dev.oneoff.images;

import java.util.List;

/**
 * A table whose rows are put back.
 *
 * @param table quoted, with its schema
 * @param key the columns its rows are found by
 * @param columns the columns whose values the images have, in their order
 */
public record ImageTarget(ImageForm form, String table, List<ImageColumn> key, List<ImageColumn> columns) {

    /** Copies the lists. */
    public ImageTarget {
        key = List.copyOf(key);
        columns = List.copyOf(columns);
    }
}
