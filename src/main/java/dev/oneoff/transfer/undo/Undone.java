package dev.oneoff.transfer.undo;

import dev.oneoff.images.Left;
import java.util.List;
import java.util.Optional;

/**
 * What came of undoing an import, or would.
 *
 * @param id of the import's run
 * @param run the undo's own; empty when there was nothing to do, or of a dry run
 * @param state where it is now
 * @param restored rows that were written
 * @param conflicts values and rows that are left as somebody changed them since
 * @param first the first of these
 */
public record Undone(
        String id,
        String file,
        String table,
        Optional<String> run,
        String state,
        long restored,
        long conflicts,
        List<Left> first) {

    /** Copies the list. */
    public Undone {
        first = List.copyOf(first);
    }

    /** Returns it in one sentence, of what was done. */
    public String sentence() {
        return run.isEmpty()
                ? "import %s: nothing to undo%s".formatted(id, left())
                : "import %s of %s into %s is undone: %s".formatted(id, file, table, counts());
    }

    /** Returns it in one sentence, of what would be done. */
    public String ahead() {
        return "Undo of import %s of %s into %s: %s".formatted(id, file, table, counts());
    }

    private String counts() {
        return "%,d %s restored%s".formatted(restored, restored == 1 ? "row" : "rows", left());
    }

    private String left() {
        return conflicts == 0 ? "" : ", %,d changed since and left".formatted(conflicts);
    }

    /** Returns what people should look at; empty when all was taken back. */
    public Optional<String> warning() {
        return conflicts == 0
                ? Optional.empty()
                : Optional.of(
                        "%,d values or rows were changed after import %s and left. To overwrite them: oneoff import --undo %s --force --yes"
                                .formatted(conflicts, id, id));
    }
}
