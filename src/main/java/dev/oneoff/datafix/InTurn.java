package dev.oneoff.datafix;

import dev.oneoff.config.DurationText;
import dev.oneoff.datafix.Choice.Chosen;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.run.Outcome;
import dev.oneoff.run.RunContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Runs fixes one after the other, within a time.
 *
 * @param first what the first run does before its work
 */
record InTurn(Clock clock, Consumer<RunContext> first) {

    /** Runs one of them. */
    interface Work {
        Outcome<Applied> run(Chosen fix, ApplyRequest request, Consumer<RunContext> before);
    }

    /**
     * Runs them until one does not succeed.
     *
     * @throws OneoffException what the first of them throws; after that it is the outcome's failure
     */
    Outcome<List<Applied>> run(List<Chosen> fixes, ApplyRequest request, Work work) {
        Optional<Instant> end = request.within().map(clock.instant()::plus);
        List<Applied> applied = new ArrayList<>();
        for (int at = 0; at < fixes.size(); at++) {
            Optional<Failure> failure = over(end)
                    ? Optional.of(spent(request, fixes.subList(at, fixes.size())))
                    : one(fixes.get(at), request.within(end.map(this::left)), work, applied);
            if (failure.isPresent()) {
                boolean spent = failure.get().kind() == FailureKind.DEADLINE && over(end);
                return Outcome.failed(applied, spent ? spent(request, fixes.subList(at, fixes.size())) : failure.get());
            }
        }
        return Outcome.done(
                applied,
                applied.isEmpty()
                        ? "nothing to do"
                        : "applied " + applied.size() + (applied.size() == 1 ? " fix" : " fixes"));
    }

    private Optional<Failure> one(Chosen fix, ApplyRequest request, Work work, List<Applied> applied) {
        try {
            Outcome<Applied> outcome = work.run(fix, request, applied.isEmpty() ? first : run -> {});
            applied.add(outcome.value());
            return outcome.failure();
        } catch (OneoffException e) {
            if (applied.isEmpty()) {
                throw e;
            }
            return Optional.of(e.failure());
        }
    }

    private boolean over(Optional<Instant> end) {
        return end.filter(last -> !clock.instant().isBefore(last)).isPresent();
    }

    private Duration left(Instant end) {
        return Duration.between(clock.instant(), end);
    }

    private static Failure spent(ApplyRequest request, List<Chosen> rest) {
        String ids = rest.stream().map(fix -> fix.script().id()).collect(Collectors.joining(", "));
        return new Failure(
                FailureKind.DEADLINE,
                "The time for data fixes is over ("
                        + request.within().map(DurationText::write).orElse("") + "); unfinished: " + ids + ".",
                "They go on where they stopped with the next oneoff migrate --fixes, or at once: oneoff datafix apply "
                        + rest.get(0).script().id());
    }
}
