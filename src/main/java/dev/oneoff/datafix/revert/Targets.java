package dev.oneoff.datafix.revert;

import dev.oneoff.datafix.store.StepRow;
import dev.oneoff.images.ImageColumn;
import dev.oneoff.images.ImageForm;
import dev.oneoff.images.ImageTarget;
import dev.oneoff.sql.Identifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The tables that the steps of a fix changed, as the ledger has them. */
final class Targets {

    private final Map<Integer, ImageTarget> targets = new HashMap<>();

    Targets(List<StepRow> steps) {
        for (StepRow step : steps) {
            targets.put(
                    step.number(),
                    new ImageTarget(
                            ImageForm.valueOf(step.form().toUpperCase(Locale.ROOT)),
                            step.target(),
                            columns(step.keyColumns()),
                            columns(step.columns())));
        }
    }

    ImageTarget of(int step) {
        return Optional.ofNullable(targets.get(step)).orElseThrow();
    }

    /** Returns the steps, those of one table together. */
    Collection<List<Integer>> byTable() {
        return targets.keySet().stream()
                .collect(Collectors.groupingBy(step -> of(step).table()))
                .values();
    }

    /** Says whether two steps may have written the same values of a row. */
    boolean overlap(int step, int otherStep) {
        ImageTarget one = of(step);
        ImageTarget other = of(otherStep);
        boolean sets = one.form() == ImageForm.UPDATE && other.form() == ImageForm.UPDATE;
        return one.table().equals(other.table())
                && (!sets
                        || one.columns().stream()
                                .anyMatch(column -> other.columns().contains(column)));
    }

    private static List<ImageColumn> columns(List<String> namesAndTypes) {
        List<ImageColumn> columns = new ArrayList<>();
        for (int at = 0; at < namesAndTypes.size(); at += 2) {
            columns.add(new ImageColumn(Identifier.of(namesAndTypes.get(at)), namesAndTypes.get(at + 1)));
        }
        return columns;
    }
}
