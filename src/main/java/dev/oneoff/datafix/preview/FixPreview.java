package dev.oneoff.datafix.preview;

import dev.oneoff.datafix.engine.Counted;
import dev.oneoff.datafix.engine.Idempotence;
import dev.oneoff.datafix.engine.Limits;
import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a fix would do if it ran now.
 *
 * @param steps its statements in order
 * @param code its class; there where it has no statement
 */
public record FixPreview(
        FixScript script, Standing standing, Limits limits, List<StepPreview> steps, Optional<CodePreview> code) {

    /** Copies the steps. */
    public FixPreview {
        steps = List.copyOf(steps);
    }

    /** Returns how many rows are wrong now, by all statements. */
    public long rows() {
        return counts().mapToLong(Counted::rows).sum();
    }

    /** Says whether all of them were counted. */
    public boolean exact() {
        return counts().allMatch(Counted::exact);
    }

    private Stream<Counted> counts() {
        return Stream.concat(
                steps.stream().map(StepPreview::count), code.stream().map(CodePreview::count));
    }

    /** Returns why apply would not begin, or stop before its end; empty when no limit is in the way. */
    public Optional<String> beyond() {
        long all = rows() + standing.counts().changed();
        if (limits.most().isPresent() && all > limits.most().getAsLong()) {
            return Optional.of("more than the %,d of %s".formatted(limits.most().getAsLong(), limits.source()));
        }
        long least = limits.expect().least().orElse(0);
        return limits.atLeast() && rows() > 0 && all < least
                ? Optional.of("fewer than the %,d of expect".formatted(least))
                : Optional.empty();
    }

    /** Returns why it must not be applied as it is; empty when nothing speaks against it. */
    public Optional<Failure> failure() {
        return steps.stream().flatMap(step -> failure(step).stream()).findFirst();
    }

    private Optional<Failure> failure(StepPreview step) {
        String about = "Fix " + script.id() + ", statement " + step.number() + " (line " + step.line() + ")";
        String again = ", then look again: oneoff datafix apply " + script.id() + " --dry-run";
        Idempotence found = step.sample().idempotence();
        return switch (found.kind()) {
            case PROVEN, ONCE, UNPROVEN -> Optional.empty();
            case DOES_NOT_CONVERGE ->
                Optional.of(new Failure(
                        FailureKind.INPUT_REJECTED,
                        about + " does not converge: after it the row " + found.detail() + " is as wrong as before.",
                        "Nothing was changed. Change SET or WHERE so that a row that was fixed no longer matches"
                                + again));
            case REFUSED ->
                Optional.of(new Failure(
                        FailureKind.STEP_FAILED,
                        about + " would fail: " + found.detail(),
                        "Nothing was changed. Mend the row or the statement" + again));
        };
    }

    /** Returns 64 hexadecimal digits that are the same as long as the script, the tables and the counts are. */
    public String digest() {
        StringBuilder all = new StringBuilder(script.checksum());
        steps.forEach(step -> all.append('\n')
                .append(step.table())
                .append(step.count().exact() ? " " : " about ")
                .append(step.count().rows()));
        code.ifPresent(called -> all.append('\n')
                .append(called.count().exact() ? " " : " about ")
                .append(called.count().rows()));
        try {
            byte[] bytes = all.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
