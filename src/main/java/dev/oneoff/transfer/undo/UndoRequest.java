package dev.oneoff.transfer.undo;

import java.time.Duration;

/**
 * Which import to take back.
 *
 * @param run the id of its run, or what it begins with
 * @param force whether what somebody changed since is overwritten
 * @param lockWait how long to wait for another import of the same table
 */
public record UndoRequest(String run, boolean force, Duration waitForDatabase, Duration lockWait) {}
