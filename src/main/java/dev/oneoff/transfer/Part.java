package dev.oneoff.transfer;

import dev.oneoff.transfer.Imported.Counts;
import java.util.List;

/**
 * What became of some rows of a file that follow each other.
 *
 * @param line where the last one begins
 */
record Part(Counts counts, long line, List<String> notes) {

    Part {
        notes = List.copyOf(notes);
    }
}
