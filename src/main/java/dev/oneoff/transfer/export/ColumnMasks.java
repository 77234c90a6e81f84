package dev.oneoff.transfer.export;

import dev.oneoff.transfer.export.mask.MaskRule;
import dev.oneoff.transfer.export.mask.Masking;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of the columns of a source.
 *
 * @param rules as many as there are columns, in their order
 * @param key names of the columns that tell one row from another; empty where no rule asks
 */
record ColumnMasks(List<MaskRule> rules, List<String> key, Masking masking) {

    ColumnMasks {
        rules = List.copyOf(rules);
        key = List.copyOf(key);
    }

    /** Returns what leaves as many columns as they are. */
    static ColumnMasks none(int columns) {
        return new ColumnMasks(
                Collections.nCopies(columns, new MaskRule.Keep()), List.of(), new Masking(Optional.empty()));
    }

    /** Says of each column whether it stays as it is. */
    List<Boolean> kept() {
        return rules.stream().map(rule -> rule instanceof MaskRule.Keep).toList();
    }
}
