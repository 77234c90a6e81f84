package dev.oneoff.transfer.undo;

import dev.oneoff.images.Left;
import dev.oneoff.images.Restored;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What came of undoing an import, or would.
 *
 * @param id of the import's run
 * @param run the undo's own; empty when there was nothing to do, or of a dry run
 * @param state where it is now
 * @param sum how much was written, and is left as it is
 * @param first the first of what is left
 */
public record Undone(
        String id, String file, String table, Optional<String> run, String state, Restored sum, List<Left> first) {

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
        return "Undo of import %s of %s into %s: %s (dry run: nothing was changed)"
                .formatted(id, file, table, counts());
    }

    private String counts() {
        return "%,d %s restored%s".formatted(sum.rows(), sum.rows() == 1 ? "row" : "rows", left());
    }

    private String left() {
        StringBuilder left = new StringBuilder();
        if (changed() > 0) {
            left.append(", %,d changed since and left".formatted(changed()));
        }
        if (sum.stuck() > 0) {
            left.append(", %,d needed, gone or kept out".formatted(sum.stuck()));
        }
        if (sum.missing() > 0) {
            left.append(", %,d %s not there any more"
                    .formatted(sum.missing(), sum.missing() == 1 ? "row was" : "rows were"));
        }
        return left.toString();
    }

    private long changed() {
        return sum.conflicts() - sum.stuck();
    }

    /** Returns what people should look at; empty when all was taken back. */
    public Optional<String> warning() {
        List<String> warnings = new ArrayList<>();
        if (changed() > 0) {
            warnings.add(
                    "%,d values or rows were changed after import %s and left. To overwrite them: oneoff import --undo %s --force --yes"
                            .formatted(changed(), id, id));
        }
        if (sum.stuck() > 0) {
            warnings.add(("%,d rows are not as they were before import %s, and overwriting would not help:"
                            + " where one is needed, change the rows that refer to it, then delete it; where one is gone, insert"
                            + " it again if it is wanted; where one is kept_out, change the row that has its unique value, then"
                            + " insert it again")
                    .formatted(sum.stuck(), id));
        }
        return warnings.isEmpty() ? Optional.empty() : Optional.of(String.join(". ", warnings));
    }
}
