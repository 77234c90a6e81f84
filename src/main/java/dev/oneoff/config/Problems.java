package dev.oneoff.config;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Gathers what is wrong with the configuration, to be told all at once. */
final class Problems {

    private final List<Failure> found = new ArrayList<>();

    /**
     * Makes the exception for one problem.
     *
     * @param place the variable, the flag, or the file and line
     * @param what is wrong there; never a value that may be secret
     * @param mend what to do
     */
    static OneoffException problem(String place, String what, String mend) {
        return new OneoffException(FailureKind.CONFIGURATION, place + ": " + what, mend);
    }

    /** Returns what the reading answers, or empty when it failed; then the problem is kept. */
    <T> Optional<T> attempt(Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (OneoffException problem) {
            if (problem.kind() != FailureKind.CONFIGURATION) {
                throw problem;
            }
            found.add(problem.failure());
            return Optional.empty();
        }
    }

    /** Keeps a problem. */
    void add(OneoffException problem) {
        found.add(problem.failure());
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** Makes the exception that names every problem; there must be one. */
    OneoffException exception() {
        if (found.size() == 1) {
            return new OneoffException(found.get(0));
        }
        String title = found.stream()
                .map(Failure::title)
                .collect(Collectors.joining("; ", found.size() + " problems in the configuration: ", ""));
        String hint = found.stream().map(Failure::hint).distinct().collect(Collectors.joining(" "));
        Failure all = new Failure(FailureKind.CONFIGURATION, title, hint);
        for (Failure one : found) {
            all = all.with("problem", one.title() + ". " + one.hint());
        }
        return new OneoffException(all);
    }
}
