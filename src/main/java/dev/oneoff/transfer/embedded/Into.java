package dev.oneoff.transfer.embedded;

import dev.oneoff.transfer.target.TargetTable;
import dev.oneoff.transfer.target.UniqueKey;
import java.util.List;
import java.util.Optional;

/**
 * Where the rows of a file go and how.
 *
 * @param cells the fields that are imported, in the file's order
 * @param key by which rows are found; empty where all are new
 */
public record Into(TargetTable table, List<Cell> cells, Optional<UniqueKey> key, Takes takes) {

    /**
     * What is done with a row.
     *
     * @param inserts whether one that is not there is inserted
     * @param updates whether one that is there with other values is updated
     * @param passesOver whether one that is not taken is passed over instead of rejected
     * @param scope the condition that each has to fulfil, before and afterwards
     */
    public record Takes(boolean inserts, boolean updates, boolean passesOver, Optional<String> scope) {}

    /** Copies the list. */
    public Into {
        cells = List.copyOf(cells);
    }

    /** Returns the same for rows that have these of the columns alone. */
    Into given(String digits) {
        return new Into(
                table,
                cells.stream().filter(cell -> digits.charAt(cell.at()) == '1').toList(),
                key,
                takes);
    }

    /** Says whether the file has all of these columns. */
    boolean covers(List<String> columns) {
        return columns.stream()
                .allMatch(column -> cells.stream().anyMatch(cell -> cell.name().equals(column)));
    }

    /** Returns the fields of these columns, which the file has. */
    List<Cell> cells(List<String> columns) {
        return columns.stream()
                .map(column -> cells.stream()
                        .filter(cell -> cell.name().equals(column))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    /** Says whether rows can be found by the key. */
    boolean found() {
        return key.isPresent() && covers(key.get().columns());
    }

    List<Cell> keyCells() {
        return found() ? cells(key.orElseThrow().columns()) : List.of();
    }

    /** Returns the fields beside the key. */
    public List<Cell> others() {
        List<Cell> keys = keyCells();
        return cells.stream().filter(cell -> !keys.contains(cell)).toList();
    }
}
