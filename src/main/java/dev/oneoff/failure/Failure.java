package dev.oneoff.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What went wrong, where, and what to do next.
 *
 * @param kind decides the exit code
 * @param title one sentence: what and where; never a secret
 * @param hint the next command or the mend; empty only where nothing can be done
 * @param facts the place in parts, in the order they are printed: {@code file}, {@code line}, {@code sqlState},
 *     {@code statement}
 */
public record Failure(FailureKind kind, String title, String hint, List<Fact> facts) {

    /**
     * One part of the place, for people and for JSON.
     *
     * @param name a key in lower camel case
     * @param value its text
     */
    public record Fact(String name, String value) {}

    public Failure {
        facts = List.copyOf(facts);
    }

    /** Makes a failure without facts. */
    public Failure(FailureKind kind, String title, String hint) {
        this(kind, title, hint, List.of());
    }

    /** Returns this failure with one more fact at the end. */
    public Failure with(String name, String value) {
        List<Fact> more = new ArrayList<>(facts);
        more.add(new Fact(name, value));
        return new Failure(kind, title, hint, more);
    }

    /** Returns this failure with another title. */
    public Failure titled(String other) {
        return new Failure(kind, other, hint, facts);
    }

    /** Returns the fact of that name. */
    public Optional<String> fact(String name) {
        return facts.stream()
                .filter(fact -> fact.name().equals(name))
                .map(Fact::value)
                .findFirst();
    }

    /** Returns this failure with another hint. */
    public Failure hinting(String other) {
        return new Failure(kind, title, other, facts);
    }
}
