package dev.oneoff.datafix;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What to apply.
 *
 * @param named ids, parts of them or paths; empty for what is pending
 * @param all whether everything pending is meant when there are several
 * @param again whether a fix that is over begins anew
 * @param maxRows the most rows to change over all runs of a fix
 * @param lockWait how long to wait for another process that works on the same fix
 * @param params values of parameters by name
 * @param pacing how fast
 */
public record ApplyRequest(
        List<String> named,
        boolean all,
        boolean again,
        OptionalLong maxRows,
        Duration lockWait,
        Map<String, String> params,
        Pacing pacing) {

    /** Copies names and values. */
    public ApplyRequest {
        named = List.copyOf(named);
        params = Map.copyOf(params);
    }

    /** Makes one of what is pending, without a limit. */
    static ApplyRequest of(Duration lockWait) {
        return new ApplyRequest(List.of(), false, false, OptionalLong.empty(), lockWait, Map.of(), Pacing.STANDARD);
    }
}
