package dev.oneoff.transfer.export;

import dev.oneoff.transfer.export.mask.MaskRule;
import dev.oneoff.transfer.target.TargetColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an import of the file would not take, or would take for something else. */
record MaskNotes(Source.Table source, ColumnMasks masks) {

    List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (int at = 0; at < masks.rules().size(); at++) {
            MaskRule rule = masks.rules().get(at);
            OutColumn column = source.columns().get(at);
            TargetColumn target = source.table().column(column.name().name()).orElseThrow();
            note(rule, column, target)
                    .ifPresent(note ->
                            notes.add(source.name() + "." + column.name().name() + " " + note));
        }
        return notes;
    }

    private Optional<String> note(MaskRule rule, OutColumn column, TargetColumn target) {
        if (rule instanceof MaskRule.Null && target.required()) {
            return Optional.of("cannot be NULL, which its mask makes of it: an import would reject every row");
        }
        boolean same = rule instanceof MaskRule.Fixed || rule instanceof MaskRule.Partial;
        if (same && unique(target)) {
            return Optional.of("belongs to a unique key, and its mask makes different values equal");
        }
        boolean texts =
                rule instanceof MaskRule.Hmac || rule instanceof MaskRule.Email || rule instanceof MaskRule.Partial;
        return texts && !column.text()
                ? Optional.of("is " + column.type() + ", and its mask makes a text of it")
                : Optional.empty();
    }

    private boolean unique(TargetColumn column) {
        return source.table().uniques().stream()
                .anyMatch(unique -> unique.columns().contains(column.name().name()));
    }
}
