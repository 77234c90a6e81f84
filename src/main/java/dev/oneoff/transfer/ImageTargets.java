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

/** What of a table's rows is kept for an undo, and by which columns they are found again. */
record ImageTargets(TargetTable table, Classes classes) {

    /** Returns the target for what is done to rows. */
    ImageTarget of(ImageForm form) {
        List<TargetColumn> columns = form == ImageForm.UPDATE
                ? classes.updated().stream().map(Field::column).toList()
                : table.columns().stream().filter(column -> !column.computed()).toList();
        return new ImageTarget(
                form,
                table.name().quoted(),
                images(key().columns().stream()
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
    private UniqueKey key() {
        Optional<UniqueKey> primary = table.uniques().stream()
                .filter(unique -> unique.primary() && unique.plain())
                .filter(unique -> classes.updated().stream()
                        .noneMatch(field ->
                                unique.columns().contains(field.column().name().name())))
                .findFirst();
        return primary.or(classes::key)
                .orElseThrow(() -> new OneoffException(
                        FailureKind.REFUSED,
                        table.shown() + " has no primary key, so an undo would not know the rows of this import.",
                        "Nothing was imported. Leave out --undoable, or give the table one."));
    }

    private static List<ImageColumn> images(List<TargetColumn> columns) {
        return columns.stream()
                .map(column -> new ImageColumn(column.name(), column.type()))
                .toList();
    }
}
