package dev.oneoff.transfer;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.transfer.target.TargetTable;
import java.util.Optional;
import java.util.function.Supplier;

/** What keeps a file from deleting the rows that it does not have. */
record DeletionLimits(TargetTable table, Replacement replacement) {

    /**
     * Returns why nothing may be deleted; empty when it may.
     *
     * @param rows how many the file has
     * @param gone how many would go
     * @param of how many there are in the scope
     * @param touched what would become of rows that refer to them
     */
    Optional<Failure> refusal(long rows, long gone, long of, Supplier<Optional<String>> touched) {
        if (rows == 0) {
            return refused(
                    "The file has no rows: it would delete all %,d of %s.".formatted(of, where()),
                    "If that is meant, write it as a data fix.");
        }
        if (!replacement.most().allows(gone, of)) {
            return refused(
                    "%,d of %,d rows of %s are not in the file and would be deleted; --max-delete %s does not allow it."
                            .formatted(gone, of, where(), replacement.most().text()),
                    "Look at them with --dry-run. If that is meant: --max-delete "
                            + replacement.most().raised(gone, of) + ".");
        }
        return touched.get()
                .flatMap(what -> refused(
                        "%,d %s of %s would be deleted, and %s."
                                .formatted(gone, gone == 1 ? "row" : "rows", where(), what),
                        "Change those rows first, or keep the rows they refer to in the file."));
    }

    private static Optional<Failure> refused(String what, String next) {
        return Optional.of(new Failure(FailureKind.REFUSED, what, "Nothing was imported. " + next));
    }

    private String where() {
        return table.shown() + (replacement.scope().isPresent() ? " within --scope" : "");
    }
}
