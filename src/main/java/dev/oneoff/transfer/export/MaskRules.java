package dev.oneoff.transfer.export;

import dev.oneoff.config.Secret;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.sql.Identifier;
import dev.oneoff.sql.QualifiedName;
import dev.oneoff.transfer.export.mask.MaskFile;
import dev.oneoff.transfer.export.mask.MaskKey;
import dev.oneoff.transfer.export.mask.MaskRule;
import dev.oneoff.transfer.export.mask.Masking;
import dev.oneoff.transfer.target.TargetTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings the rules of a file to the columns that they are for.
 *
 * @param secret what the digests are made with, where it is set
 */
record MaskRules(MaskFile file, Optional<Secret> secret) {

    /**
     * Returns what becomes of each source's columns, in the order of the sources.
     *
     * @param tables all that there are
     * @throws OneoffException INPUT_REJECTED with every column that has no rule, and every rule without its column
     */
    List<ColumnMasks> of(List<Source> sources, List<QualifiedName> tables) {
        List<String> unknown =
                new RuleNames(sources, tables).unknown(file.rules().keySet());
        List<String> uncovered = new ArrayList<>();
        for (Source source : sources) {
            source.columns().stream()
                    .filter(column -> rule(source, column).isEmpty())
                    .forEach(column ->
                            uncovered.add(source.name() + "." + column.name().name()));
        }
        if (!unknown.isEmpty()) {
            throw rejected("has rules for columns that are not there: ", unknown, "Mend their names in it.");
        }
        if (!uncovered.isEmpty()) {
            throw rejected(
                    "has no rule for: ", uncovered, "Give each one; keep says that a column is written as it is.");
        }
        return sources.stream().map(this::masks).toList();
    }

    private ColumnMasks masks(Source source) {
        List<MaskRule> rules = source.columns().stream()
                .map(column -> rule(source, column).orElseThrow())
                .toList();
        for (int at = 0; at < rules.size(); at++) {
            OutColumn column = source.columns().get(at);
            if (rules.get(at) instanceof MaskRule.ShiftDate && !column.day()) {
                throw rejected(
                        "wants to shift what is no date: ",
                        List.of(source.name() + "." + column.name().name() + ", which is " + column.type()),
                        "Give it another rule.");
            }
        }
        boolean shifts = rules.stream().anyMatch(MaskRule.ShiftDate.class::isInstance);
        boolean keyed = rules.stream().anyMatch(MaskRule::keyed);
        return new ColumnMasks(
                rules,
                shifts ? key(source) : List.of(),
                new Masking(keyed ? Optional.of(MaskKey.of(secret)) : Optional.empty()));
    }

    private List<String> key(Source source) {
        return Optional.of(source)
                .filter(Source.Table.class::isInstance)
                .flatMap(table -> ((Source.Table) table).key())
                .orElseThrow(() -> rejected(
                        "shifts dates by the key of their row, and there is none in: ",
                        List.of(source.name()),
                        "Give its dates another rule."))
                .columns()
                .stream()
                .map(name -> Identifier.of(name).quoted())
                .toList();
    }

    private Optional<MaskRule> rule(Source source, OutColumn column) {
        String name = column.name().name();
        if (source instanceof Source.Table table) {
            return rule(table.table(), name);
        }
        return file.rule(name);
    }

    /** Returns the rule of a table's column. */
    Optional<MaskRule> rule(TargetTable table, String column) {
        List<Identifier> parts = table.name().parts();
        return file.rule(parts.get(0).name(), parts.get(1).name(), column);
    }

    private OneoffException rejected(String what, List<String> names, String next) {
        return new OneoffException(
                FailureKind.INPUT_REJECTED, file.named() + " " + what + String.join(", ", names) + ".", next);
    }
}
