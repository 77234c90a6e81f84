package dev.oneoff.images;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done about one row of an image: the same rules as those of {@link SeenSql}.
 *
 * @param restored the columns that get their old values, from 1
 * @param conflicts what cannot be put back
 */
record Judged(KeptRow row, Act act, List<Integer> restored, List<Conflict> conflicts) {

    private static final int SHOWN = 1_000;

    /** What is to be done. */
    enum Act {
        /** Nothing. */
        NONE,
        /** Put values back, or a deleted row, or take an inserted one away. */
        RESTORE,
        /** A deleted row is there again: give it its old values. */
        OVERWRITE
    }

    /**
     * A value or a row that stays.
     *
     * @param column from 1, or 0 for the row
     */
    record Conflict(int column, String kind, @Nullable Object found) {

        /** What is there, for people. */
        @Nullable
        String shown() {
            String text = found == null ? null : found.toString();
            return text == null || text.length() <= SHOWN ? text : text.substring(0, SHOWN);
        }
    }

    /** Says whether it stays for another row's sake. */
    boolean needed() {
        return conflicts.stream().anyMatch(conflict -> conflict.kind().equals("needed"));
    }

    /** Says whether a row is written. */
    boolean writes() {
        return act != Act.NONE;
    }

    /**
     * Judges a row.
     *
     * @param settable columns that may be given a value, from 1
     */
    static Judged of(ImageForm form, KeptRow row, Optional<FoundRow> found, List<Integer> settable, boolean force) {
        return switch (form) {
            case UPDATE ->
                found.map(there -> updated(row, there, settable, force))
                        .orElseGet(() -> none(row, List.of(new Conflict(0, "gone", null))));
            case DELETE ->
                found.map(there -> deleted(row, there, settable, force))
                        .orElseGet(() -> new Judged(row, Act.RESTORE, List.of(), List.of()));
            case INSERT -> found.map(there -> inserted(row, there, force)).orElseGet(() -> none(row, List.of()));
        };
    }

    private static Judged none(KeptRow row, List<Conflict> conflicts) {
        return new Judged(row, Act.NONE, List.of(), conflicts);
    }

    private static Judged updated(KeptRow row, FoundRow there, List<Integer> settable, boolean force) {
        List<Integer> restored = new ArrayList<>();
        List<Conflict> conflicts = new ArrayList<>();
        for (int column : settable) {
            Object was = row.was().get(column - 1);
            Object now = row.now().get(column - 1);
            Object current = there.values().get(column - 1);
            if (Objects.equals(was, now) || Objects.equals(current, was) || !row.isOpen(column)) {
                continue;
            }
            if (force || Objects.equals(current, now)) {
                restored.add(column);
            } else {
                conflicts.add(new Conflict(column, "changed", current));
            }
        }
        return new Judged(row, restored.isEmpty() ? Act.NONE : Act.RESTORE, restored, conflicts);
    }

    private static Judged deleted(KeptRow row, FoundRow there, List<Integer> settable, boolean force) {
        if (there.values().equals(row.was())) {
            return none(row, List.of());
        }
        return force
                ? new Judged(row, settable.isEmpty() ? Act.NONE : Act.OVERWRITE, settable, List.of())
                : none(row, List.of(new Conflict(0, "taken", whole(there.values()))));
    }

    private static Judged inserted(KeptRow row, FoundRow there, boolean force) {
        if (there.needed()) {
            // Of a row that stays for another one's sake, what was changed in it does not matter.
            return none(row, List.of(new Conflict(0, "needed", null)));
        }
        List<Conflict> changed = conflicts(row, there);
        return force || changed.isEmpty() ? new Judged(row, Act.RESTORE, List.of(), List.of()) : none(row, changed);
    }

    private static List<Conflict> conflicts(KeptRow row, FoundRow there) {
        List<Conflict> conflicts = new ArrayList<>();
        for (int column = 1; column <= there.values().size(); column++) {
            Object current = there.values().get(column - 1);
            if (!Objects.equals(current, row.now().get(column - 1))) {
                conflicts.add(new Conflict(column, "changed", current));
            }
        }
        for (int added = 0; added < there.given().size(); added++) {
            String given = there.given().get(added);
            if (given != null) {
                conflicts.add(new Conflict(there.values().size() + added + 1, "changed", given));
            }
        }
        return conflicts;
    }

    private static String whole(List<@Nullable Object> values) {
        StringJoiner row = new StringJoiner(",", "(", ")");
        values.forEach(value -> row.add(value == null ? "" : value.toString()));
        return row.toString();
    }
}
