package dev.oneoff.migrate.liquibase;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.util.ArrayList;
import java.util.List;
import liquibase.changelog.ChangeLogIterator;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.filter.ChangeSetFilter;
import liquibase.changelog.visitor.ValidatingVisitor;
import liquibase.exception.LiquibaseException;
import liquibase.precondition.ErrorPrecondition;

/** Checks a changelog against the history, and says everything that is wrong at once. */
final class Validation {

    private final Opened opened;

    Validation(Opened opened) {
        this.opened = opened;
    }

    List<String> check() throws LiquibaseException {
        ValidatingVisitor visitor = new ValidatingVisitor(opened.ran());
        visitor.validate(opened.database(), opened.log());
        opened.database().setObjectQuotingStrategy(opened.log().getObjectQuotingStrategy());
        ChangeLogIterator all =
                new ChangeLogIterator(opened.log(), opened.belonging().toArray(new ChangeSetFilter[0]));
        all.run(visitor, opened.environment());
        for (ErrorPrecondition asked : visitor.getErrorPreconditions()) {
            refuseUnasked(asked.getCause());
        }
        if (!visitor.validationPassed()) {
            throw new OneoffException(failure(visitor));
        }
        return List.copyOf(visitor.getWarnings().getMessages());
    }

    /** A question that was not answered, for want of a connection or a right, says nothing of the changelog. */
    private void refuseUnasked(Throwable error) {
        EngineErrors.sqlError(error)
                .filter(sql -> opened.errors().kindOf(sql).isPresent())
                .ifPresent(sql -> {
                    throw opened.errors().translate(sql, "asking for a precondition of the changelog");
                });
    }

    private static Failure failure(ValidatingVisitor visitor) {
        if (!visitor.getFailedPreconditions().isEmpty()
                || !visitor.getErrorPreconditions().isEmpty()) {
            List<String> said = new ArrayList<>();
            visitor.getFailedPreconditions().forEach(failed -> said.add(failed.getMessage()));
            visitor.getErrorPreconditions().forEach(error -> said.add(EngineErrors.message(error.getCause())));
            return new Failure(
                    FailureKind.STEP_FAILED,
                    "A precondition of the changelog does not hold: " + String.join("; ", said),
                    "Nothing was changed. Mend what it asks for, then run migrate again.");
        }
        List<String> changed = visitor.getInvalidMD5Sums();
        if (!changed.isEmpty()) {
            return changed(changed);
        }
        List<String> wrong = new ArrayList<>();
        for (ChangeSet twice : visitor.getDuplicateChangeSets()) {
            wrong.add(twice.toString(false) + " is there twice");
        }
        visitor.getSetupExceptions().forEach(error -> wrong.add(EngineErrors.message(error)));
        visitor.getChangeValidationExceptions().forEach(error -> wrong.add(EngineErrors.message(error)));
        wrong.addAll(visitor.getValidationErrors().getErrorMessages());
        return new Failure(
                FailureKind.INPUT_REJECTED,
                "The changelog is not valid: " + String.join("; ", wrong),
                "Nothing was changed. Mend the changelog, then run migrate again.");
    }

    private static Failure changed(List<String> changed) {
        String names = String.join("; ", changed).replaceAll("\\s*\\R\\s*", " ");
        String what = changed.size() == 1
                ? "A changeset was changed after it was applied: "
                : changed.size() + " changesets were changed after they were applied: ";
        return new Failure(
                FailureKind.INPUT_REJECTED,
                what + names,
                "Put back what it was (git log -p shows it) and write the change as a new changeset;"
                        + " if the new text is right for databases that have the old one too,"
                        + " add validCheckSum with the old sum.");
    }
}
