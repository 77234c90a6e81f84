package dev.oneoff.images;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is there now of a row of an image.
 *
 * @param needed whether rows of other tables would go, or lose a value, with it
 */
record FoundRow(List<@Nullable Object> values, boolean needed) {}
