package dev.oneoff.transfer.export;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.transfer.embedded.Constants;
import dev.oneoff.transfer.export.mask.MaskRule;
import dev.oneoff.transfer.file.Format;
import dev.oneoff.transfer.target.TargetColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an import of the file would not take, or would take for something else. */
record MaskNotes(Session session, Source.Table source, Format format, ColumnMasks masks) {

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
        // Any text is a value of JSON, where the file is JSON, too.
        boolean any = column.text() || (format.json() && target.bare().matches("(?i)jsonb?"));
        if (rule instanceof MaskRule.Fixed fixed && !any && !taken(fixed.value(), target)) {
            return Optional.of(
                    "is " + column.type() + ", and its mask makes " + fixed.value() + " of it, which is none");
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

    private boolean taken(String text, TargetColumn column) {
        if (session.dialect().embedded()) {
            return new Constants(session).refused(column, text).isEmpty();
        }
        session.execute("SAVEPOINT oneoff_fixed");
        try {
            String cast = "SELECT CAST(CAST(? AS text) AS " + column.bare() + ")";
            session.list(Sql.positional(cast, List.of(text)), row -> true);
            return true;
        } catch (OneoffException e) {
            // Of class 22 are errors of values, of 23 those of a domain's rules.
            if (!e.failure().fact("sqlState").orElse("").matches("2[23].*")) {
                throw e;
            }
            session.execute("ROLLBACK TO SAVEPOINT oneoff_fixed");
            return false;
        }
    }

    private boolean unique(TargetColumn column) {
        return source.table().uniques().stream()
                .anyMatch(unique -> unique.columns().contains(column.name().name()));
    }
}
