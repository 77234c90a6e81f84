package dev.oneoff.datafix;

import dev.oneoff.datafix.revert.Mode;
import java.util.Optional;

/**
 * What a revert did to a fix, or would do.
 *
 * @param run empty when it was not recorded: it was over already, or a dry run
 * @param state where it is now
 * @param restored rows that were written
 * @param conflicts values that were left, over all its reverts
 */
public record Reverted(String id, Optional<String> run, String state, Mode mode, long restored, long conflicts) {

    /** Returns it in one sentence, of what was done. */
    public String sentence() {
        return run.isEmpty()
                ? "fix " + id + " is " + state.replace('_', ' ') + " already: nothing to do"
                : "fix %s: %,d %s restored%s".formatted(id, restored, restored == 1 ? "row" : "rows", left());
    }

    /** Returns it in one sentence, of what would be done. */
    public String ahead() {
        return "Revert of %s would restore %,d %s%s.".formatted(id, restored, restored == 1 ? "row" : "rows", left());
    }

    private String left() {
        return conflicts == 0
                ? ", no conflicts"
                : ", %,d %s".formatted(conflicts, conflicts == 1 ? "conflict" : "conflicts");
    }

    /** Returns what people should look at; empty when all was taken back. */
    public Optional<String> warning() {
        return conflicts == 0
                ? Optional.empty()
                : Optional.of(
                        "%,d %s changed after fix %s and left. To see them: oneoff datafix show %s. To overwrite them: oneoff datafix revert %s --mode force --yes"
                                .formatted(conflicts, conflicts == 1 ? "value was" : "values were", id, id, id));
    }
}
