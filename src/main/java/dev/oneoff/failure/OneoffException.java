package dev.oneoff.failure;

import org.jspecify.annotations.Nullable;

/** The one root of everything oneoff throws on purpose: carries a {@link Failure}, keeps its cause. */
public final class OneoffException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    /** Makes an exception that has no cause but itself. */
    public OneoffException(Failure failure) {
        this(failure, null);
    }

    /**
     * Makes an exception that keeps its cause.
     *
     * @param cause what was caught, or null
     */
    public OneoffException(Failure failure, @Nullable Throwable cause) {
        super(failure.title(), cause);
        this.failure = failure;
    }

    /** Makes an exception of a kind, a title and a hint. */
    public OneoffException(FailureKind kind, String title, String hint) {
        this(new Failure(kind, title, hint));
    }

    /** Returns what went wrong, where, and what to do next. */
    public Failure failure() {
        return failure;
    }

    /** Returns the kind, which decides the exit code. */
    public FailureKind kind() {
        return failure.kind();
    }
}
