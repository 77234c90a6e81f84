package dev.oneoff.transfer.export;

import java.util.ArrayList;
import java.util.List;

/** Puts tables in the order in which they can be imported: one that others refer to before them. */
final class ParentsFirst {

    private ParentsFirst() {}

    /** Returns them in that order, else as they come; those that refer to each other in a circle, too. */
    static List<Source.Table> of(List<Source.Table> tables) {
        List<Source.Table> left = new ArrayList<>(tables);
        List<Source.Table> ordered = new ArrayList<>();
        while (!left.isEmpty()) {
            Source.Table next = left.stream()
                    .filter(table -> left.stream().noneMatch(other -> refers(table, other)))
                    .findFirst()
                    .orElse(left.get(0));
            left.remove(next);
            ordered.add(next);
        }
        return ordered;
    }

    private static boolean refers(Source.Table table, Source.Table other) {
        return table.table().references().stream()
                .anyMatch(
                        reference -> !reference.own() && bare(reference.table()).equals(other.name()));
    }

    /** Returns a name as people read it. */
    private static String bare(String quoted) {
        return quoted.replace("\"\"", "\0").replace("\"", "").replace('\0', '"');
    }
}
