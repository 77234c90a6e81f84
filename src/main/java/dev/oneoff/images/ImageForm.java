package dev.oneoff.images;

/** What was done to the rows of an image. */
public enum ImageForm {
    /** Values were set: the old ones come back. */
    UPDATE,
    /** Rows were deleted: they come back. */
    DELETE,
    /** Rows were inserted: they go. */
    INSERT
}
