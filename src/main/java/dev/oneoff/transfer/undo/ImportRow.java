package dev.oneoff.transfer.undo;

import dev.oneoff.images.ImageOwner;

/**
 * An import as the ledger has it.
 *
 * @param id that of its run, of several the first one
 * @param target the table, as people write it
 */
record ImportRow(String id, UndoState state, String file, String target) {

    static final int GENERATION = 1;

    ImageOwner owner() {
        return new ImageOwner(id, GENERATION);
    }
}
