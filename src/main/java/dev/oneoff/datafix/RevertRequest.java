package dev.oneoff.datafix;

import dev.oneoff.datafix.revert.Mode;
import java.time.Duration;

/**
 * What to take back.
 *
 * @param named an id, a part of one or a path; its file need not be there
 * @param lockWait how long to wait for another process that works on the same fix
 */
public record RevertRequest(String named, Mode mode, Duration lockWait) {}
