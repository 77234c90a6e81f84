package dev.oneoff.run;

import dev.oneoff.ledger.Origin;
import dev.oneoff.lock.Pause;
import dev.oneoff.progress.Journal;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * What a run needs from outside, handed in.
 *
 * @param clock tells the time of ledger rows
 * @param pause lets time pass between polls
 * @param random makes run ids
 * @param origin who runs it, from which release
 * @param journal says one line per fact
 * @param cancellation the request to stop
 */
public record Surroundings(
        Clock clock, Pause pause, RandomGenerator random, Origin origin, Journal journal, Cancellation cancellation) {}
