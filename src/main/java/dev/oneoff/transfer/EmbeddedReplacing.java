package dev.oneoff.transfer;

import dev.oneoff.failure.Failure;
import dev.oneoff.transfer.embedded.Absent;
import dev.oneoff.transfer.target.Reference;
import dev.oneoff.transfer.target.TargetTable;
import dev.oneoff.transfer.undo.EmbeddedKeeping;
import java.util.Optional;

/**
 * Deletes the rows that a file does not have: before its rows are taken, so that what they free may be taken; afterwards where
 * rows of the table refer to each other, since those of the file may refer to them until then. For one thread.
 */
final class EmbeddedReplacing {

    private static final int SHOWN = 20;

    private final Absent absent;
    private final DeletionLimits limits;
    private final boolean last;
    private Deletion deletion = Deletion.NONE;

    /**
     * Makes it of the rows that were found.
     *
     * @param limits how many may go
     */
    EmbeddedReplacing(Absent absent, TargetTable table, DeletionLimits limits) {
        this.absent = absent;
        this.limits = limits;
        this.last = table.references().stream().anyMatch(Reference::own);
    }

    /** Comes before the rows of the file; says how many there will be. */
    void before(long rows, Optional<EmbeddedKeeping> keeping) {
        deletion = new Deletion(
                absent.of(),
                absent.first(SHOWN).stream()
                        .map(row -> new Deletion.Gone(row.key(), row.text()))
                        .toList(),
                Optional.empty());
        if (!last) {
            delete(rows, keeping);
        }
    }

    /** Comes after them. */
    void after(long rows, Optional<EmbeddedKeeping> keeping) {
        if (last) {
            delete(rows, keeping);
        }
    }

    private void delete(long rows, Optional<EmbeddedKeeping> keeping) {
        Optional<Failure> refusal = limits.refusal(rows, absent.rows(), absent.of(), absent::touched);
        deletion = new Deletion(deletion.of(), deletion.first(), refusal);
        if (refusal.isEmpty()) {
            absent.delete(keeping);
        }
    }

    /** Returns what goes, or why it may not. */
    Deletion deletion() {
        return deletion;
    }

    long deleted() {
        return absent.rows();
    }
}
