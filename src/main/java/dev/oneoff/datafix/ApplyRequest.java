package dev.oneoff.datafix;

import dev.oneoff.datafix.script.Header.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What to apply.
 *
 * @param named ids, parts of them or paths; empty for what is pending
 * @param all whether everything pending is meant when there are several
 * @param again whether a fix that is over begins anew
 * @param params values of parameters by name
 * @param maxRows the most rows to change over all runs of a fix
 * @param lockWait how long to wait for another process that works on the same fix
 * @param workers how many sessions of this process work on a fix at once, beside other processes that say so, too; empty
 *     for one process with one session
 * @param pacing how fast
 * @param phase the phase of those meant where none are named; empty for all
 * @param within how long all of them may take together; empty for no end
 */
public record ApplyRequest(
        List<String> named,
        boolean all,
        boolean again,
        Map<String, String> params,
        OptionalLong maxRows,
        Duration lockWait,
        OptionalInt workers,
        Pacing pacing,
        Optional<Phase> phase,
        Optional<Duration> within) {

    /** Copies names and values. */
    public ApplyRequest {
        named = List.copyOf(named);
        params = Map.copyOf(params);
    }

    /** Makes a request for everything pending, of any phase, without a limit or an end. */
    public static ApplyRequest pending(Duration lockWait) {
        return new ApplyRequest(
                List.of(),
                true,
                false,
                Map.of(),
                OptionalLong.empty(),
                lockWait,
                OptionalInt.empty(),
                Pacing.STANDARD,
                Optional.empty(),
                Optional.empty());
    }

    /** Makes a request for fixes of these names; with none, for the one that is pending. */
    public static ApplyRequest of(List<String> named, Duration lockWait) {
        return new ApplyRequest(
                named,
                false,
                false,
                Map.of(),
                OptionalLong.empty(),
                lockWait,
                OptionalInt.empty(),
                Pacing.STANDARD,
                Optional.empty(),
                Optional.empty());
    }

    /** Makes a request for everything pending that says {@code phase: release}. */
    public static ApplyRequest release(Optional<Duration> within, Duration lockWait) {
        return new ApplyRequest(
                List.of(),
                true,
                false,
                Map.of(),
                OptionalLong.empty(),
                lockWait,
                OptionalInt.empty(),
                Pacing.STANDARD,
                Optional.of(Phase.RELEASE),
                within);
    }

    /** Returns the same for what is left of the time; nobody is waited for any longer. */
    ApplyRequest within(Optional<Duration> left) {
        Duration wait = left.filter(time -> time.compareTo(lockWait) < 0).orElse(lockWait);
        return new ApplyRequest(named, all, again, params, maxRows, wait, workers, pacing, phase, left);
    }

    ApplyRequest takingAll() {
        return new ApplyRequest(named, true, again, params, maxRows, lockWait, workers, pacing, phase, within);
    }
}
