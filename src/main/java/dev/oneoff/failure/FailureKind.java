package dev.oneoff.failure;

/**
 * The kinds of failure, each with the exit code a process ends with. The codes are an API: they stand in the help, in
 * {@code docs/reference/exit-codes.md} and in the JSON envelope. Code 3 stays unused: HotSpot exits with it when it runs
 * out of memory under {@code -XX:+ExitOnOutOfMemoryError}.
 */
public enum FailureKind {
    /** A mistake of ours. */
    BUG(1, "bug", Retry.NO),
    /** The command line is wrong. */
    USAGE(2, "usage", Retry.NO),
    /** A check answered no: pending changesets, an unhealthy database. */
    CHECK_FAILED(10, "check-failed", Retry.NO),
    /** Refused to act: no confirmation, or not of this; a protected environment, a guard, an existing file. */
    REFUSED(11, "refused", Retry.NO),
    /** A step failed and was rolled back; earlier steps stay. */
    STEP_FAILED(20, "step-failed", Retry.NO),
    /** Stopped part-way; running it again goes on. */
    STOPPED(21, "stopped", Retry.RESUME),
    /** The input was rejected: a bad file, a bad script, a changed checksum. */
    INPUT_REJECTED(22, "input-rejected", Retry.NO),
    /** The database cannot be reached, or was lost before the commit. */
    UNREACHABLE(30, "unreachable", Retry.YES),
    /** Authentication, TLS or a permission. */
    DENIED(31, "denied", Retry.NO),
    /** Another run holds the lock and the wait is over. */
    LOCKED(32, "locked", Retry.YES),
    /** The deadline passed; stopped at a safe point. */
    DEADLINE(33, "deadline", Retry.RESUME),
    /** Configuration is missing or malformed. */
    CONFIGURATION(78, "configuration", Retry.NO),
    /** SIGINT, after a clean stop. */
    INTERRUPTED(130, "interrupted", Retry.RESUME),
    /** Whoever read the output reads no more: what SIGPIPE ends other programs with. */
    PIPE_CLOSED(141, "pipe-closed", Retry.NO),
    /** SIGTERM, after a clean stop. */
    TERMINATED(143, "terminated", Retry.RESUME);

    /** Whether running the same command again makes sense. */
    public enum Retry {
        /** Not before something is mended. */
        NO,
        /** Yes: the cause may be gone. */
        YES,
        /** Yes: it goes on where it stopped. */
        RESUME
    }

    private final int exitCode;
    private final String label;
    private final Retry retry;

    FailureKind(int exitCode, String label, Retry retry) {
        this.exitCode = exitCode;
        this.label = label;
        this.retry = retry;
    }

    /** Returns the exit code of the process, 1 to 143. */
    public int exitCode() {
        return exitCode;
    }

    /** Returns the name in JSON, lower case with hyphens, for example {@code step-failed}. */
    public String label() {
        return label;
    }

    /** Returns whether running the same command again makes sense. */
    public Retry retry() {
        return retry;
    }
}
