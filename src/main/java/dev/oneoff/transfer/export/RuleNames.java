package dev.oneoff.transfer.export;

import dev.oneoff.config.Nearest;
import dev.oneoff.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds what the names of rules mean.
 *
 * @param sources what is exported
 * @param tables all that there are
 */
record RuleNames(List<Source> sources, List<QualifiedName> tables) {

    /** Returns the rules whose table is nowhere, and those whose table is exported and lacks the column; each with the nearest name. */
    List<String> unknown(Collection<String> rules) {
        List<String> unknown = new ArrayList<>();
        rules.stream().filter(rule -> rule.contains(".")).sorted().forEach(rule -> {
            List<QualifiedName> meant = meant(rule, RuleNames::whole);
            boolean bare = meant.isEmpty();
            if (bare) {
                meant = meant(rule, RuleNames::bare);
            }
            if (!meant.isEmpty()) {
                meant.forEach(table -> withoutColumn(rule, table, bare ? bare(table) : whole(table), unknown));
            } else if (columns().noneMatch(rule::equals)) {
                unknown.add(rule + near(rule));
            }
        });
        return unknown.stream().distinct().toList();
    }

    private List<QualifiedName> meant(String rule, Function<QualifiedName, String> prefix) {
        return Stream.concat(exported().map(source -> source.table().name()), tables.stream())
                .distinct()
                .filter(table -> rule.startsWith(prefix.apply(table)))
                .toList();
    }

    private void withoutColumn(String rule, QualifiedName table, String prefix, List<String> unknown) {
        String column = rule.substring(prefix.length());
        exported().filter(source -> source.table().name().equals(table)).forEach(source -> {
            List<String> names = source.table().columns().stream()
                    .map(known -> known.name().name())
                    .toList();
            if (!names.contains(column)) {
                unknown.add(rule
                        + Nearest.to(column, names)
                                .map(near -> " (did you mean " + near + "?)")
                                .orElse(""));
            }
        });
    }

    private String near(String rule) {
        int dot = rule.lastIndexOf('.') + 1;
        boolean whole = rule.indexOf('.') + 1 < dot;
        return Nearest.to(
                        rule.substring(0, dot),
                        tables.stream()
                                .map(whole ? RuleNames::whole : RuleNames::bare)
                                .toList())
                .map(near -> " (did you mean " + near + rule.substring(dot) + "?)")
                .orElse(" (there is no such table)");
    }

    private Stream<Source.Table> exported() {
        return sources.stream().filter(Source.Table.class::isInstance).map(Source.Table.class::cast);
    }

    private Stream<String> columns() {
        return sources.stream()
                .flatMap(source -> source.columns().stream())
                .map(column -> column.name().name());
    }

    private static String whole(QualifiedName table) {
        return table.parts().get(0).name() + "." + bare(table);
    }

    private static String bare(QualifiedName table) {
        return table.last().name() + ".";
    }
}
