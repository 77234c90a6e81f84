package dev.oneoff.transfer;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.images.ImageColumn;
import dev.oneoff.images.ImageForm;
import dev.oneoff.images.ImageTarget;
import dev.oneoff.transfer.target.TargetColumn;
import dev.oneoff.transfer.target.TargetTable;
import dev.oneoff.transfer.target.UniqueKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What of a table's rows is kept for an undo, and by which columns they are found again.
 *
 * @param updated the columns that an update gives a value
 * @param key by which the import finds them, if it does
 * @param type what a text is made a value by
 */
record ImageTargets(
        TargetTable table, List<TargetColumn> updated, Optional<UniqueKey> key, Function<TargetColumn, String> type) {

    static ImageTargets of(TargetTable table, Classes classes) {
        return new ImageTargets(
                table, classes.updated().stream().map(Field::column).toList(), classes.key(), TargetColumn::type);
    }

    /** Returns the target for what is done to rows. */
    ImageTarget of(ImageForm form) {
        List<TargetColumn> columns = form == ImageForm.UPDATE
                ? updated
                : table.columns().stream().filter(column -> !column.computed()).toList();
        return new ImageTarget(
                form,
                table.name().quoted(),
                images(found().columns().stream()
                        .map(column -> table.column(column).orElseThrow())
                        .toList()),
                images(columns));
    }

    /** Returns the targets for all that is done in batches. */
    List<ImageTarget> inBatches() {
        return List.of(of(ImageForm.UPDATE), of(ImageForm.INSERT));
    }

    /** Returns how many rows were changed in which way, of those that were. */
    Map<ImageTarget, Long> changed(Classes.Counts counts) {
        Map<ImageTarget, Long> changed = new HashMap<>();
        for (ImageForm form : ImageForm.values()) {
            if (counts.of(form) > 0) {
                changed.put(of(form), counts.of(form));
            }
        }
        return changed;
    }

    /** The primary key, which seldom changes; not where the file changes it. */
    private UniqueKey found() {
        Optional<UniqueKey> primary = table.uniques().stream()
                .filter(unique -> unique.primary() && unique.plain())
                .filter(unique -> updated.stream()
                        .noneMatch(column ->
                                unique.columns().contains(column.name().name())))
                .findFirst();
        return primary.or(() -> key)
                .orElseThrow(() -> new OneoffException(
                        FailureKind.REFUSED,
                        table.shown() + " has no primary key, so an undo would not know the rows of this import.",
                        "Nothing was imported. Leave out --undoable, or give the table one."));
    }

    private List<ImageColumn> images(List<TargetColumn> columns) {
        return columns.stream()
                .map(column -> new ImageColumn(column.name(), type.apply(column)))
                .toList();
    }
}
