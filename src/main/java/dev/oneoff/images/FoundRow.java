package dev.oneoff.images;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is there now of a row of an image.
 *
 * @param needed whether other rows would go, or lose a value, with it
 * @param given what {@link AddedColumn}s tell
 */
record FoundRow(List<@Nullable Object> values, boolean needed, List<@Nullable String> given) {}
