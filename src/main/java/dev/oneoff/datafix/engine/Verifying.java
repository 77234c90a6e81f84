package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.datafix.engine.Engine.Ended;
import dev.oneoff.datafix.plan.FixPlan;
import dev.oneoff.datafix.script.Section.Kind;
import dev.oneoff.datafix.statement.Binding;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixState;
import dev.oneoff.datafix.store.Input;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import java.util.List;
import java.util.Optional;

/** Looks whether a fix that was walked to its end did what it is for. */
record Verifying(Session session, Going going, FixRow fix, FixPlan plan) {

    Ended verify(List<Step> steps, Binding binding, Input input) {
        return pingPong(steps)
                .or(() -> found(binding))
                .or(() -> broken(binding, input))
                .or(this::rejects)
                .orElseGet(() -> new Ended(FixState.SUCCEEDED, Optional.empty()));
    }

    /** All predicates once more; the items of a worklist are done by their mark. */
    private Optional<Ended> pingPong(List<Step> steps) {
        // A single statement was counted at the end of its walk.
        if (plan.work().isPresent() || steps.size() == 1) {
            return Optional.empty();
        }
        for (Step step : steps) {
            long left = step.left(session, going.rejected(step));
            if (left > 0) {
                return incomplete(
                        "Fix " + fix.id() + ": after the last statement " + many(left) + " wrong by statement "
                                + step.number() + " again.",
                        "Two statements undo each other, or somebody writes such rows. Look, then run: oneoff datafix apply "
                                + fix.id());
            }
        }
        return Optional.empty();
    }

    private Optional<Ended> found(Binding binding) {
        Spelling spelling = Spelling.of(session.dialect());
        return plan.script()
                .statement(Kind.VERIFY)
                .flatMap(select -> spelling.found(session, binding.bind(select).text(), 1).stream()
                        .findFirst())
                .flatMap(found ->
                        incomplete("Fix " + fix.id() + " is through, but its verify query finds: " + found, revert()));
    }

    private Optional<Ended> broken(Binding binding, Input input) {
        return plan.script().statement(Kind.CHECK).flatMap(check -> {
            String before = input.checked().orElse("");
            String after = Invariant.read(session, binding, check);
            return before.equals(after)
                    ? Optional.empty()
                    : incomplete(
                            "Fix " + fix.id() + " is through, but its check found " + before + " before it and " + after
                                    + " after it.",
                            revert());
        });
    }

    private Optional<Ended> rejects() {
        return going.rejects() == 0
                ? Optional.empty()
                : incomplete(
                        "Fix " + fix.id() + " is through, but for "
                                + (going.rejects() == 1 ? "1 row that was" : going.rejects() + " rows that were")
                                + " set aside.",
                        "Look at them: oneoff datafix show " + fix.id()
                                + ". Mend them and run it again: they are tried again.");
    }

    private String revert() {
        return "To take it back: oneoff datafix revert " + fix.id();
    }

    static String many(long left) {
        return left == 1 ? "1 row is" : "%,d rows are".formatted(left);
    }

    private static Optional<Ended> incomplete(String what, String next) {
        return Optional.of(new Ended(FixState.INCOMPLETE, Optional.of(new Failure(FailureKind.STOPPED, what, next))));
    }
}
