package dev.oneoff.datafix;

/**
 * A fix that a command would run, as it can be shown and confirmed before.
 *
 * @param generation which beginning of it
 * @param checksum of its script
 * @param state where it stands
 * @param why what its script says of itself
 */
public record Meant(String id, int generation, String checksum, String state, String why) {

    /** Says whether it is the same work, wherever it stands by now. */
    boolean same(Meant other) {
        return id.equals(other.id) && generation == other.generation && checksum.equals(other.checksum);
    }
}
