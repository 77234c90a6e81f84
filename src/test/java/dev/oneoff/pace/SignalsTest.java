package dev.oneoff.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.database.Sql;
import dev.oneoff.support.SteppingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each signal makes of what it reads. */
class SignalsTest {

    private final SteppingClock clock = new SteppingClock();

    @Test
    void aRowThatTakesThreeTimesAsLongSlowsDownUntilItTakesLessThanTwice() {
        Latency latency = new Latency();
        assertThat(batches(latency, 20, 1.0)).isEqualTo(Advice.GO);
        assertThat(batches(latency, 5, 2.9)).isEqualTo(Advice.GO);
        assertThat(batches(latency, 2, 3.1)).isEqualTo(Advice.GO);
        assertThat(batches(latency, 1, 3.1)).isEqualTo(Advice.SLOW);
        assertThat(batches(latency, 5, 2.1)).isEqualTo(Advice.SLOW);
        assertThat(batches(latency, 3, 1.9)).isEqualTo(Advice.GO);
        assertThat(batches(latency, 5, 2.1)).isEqualTo(Advice.GO);
    }

    @Test
    void oneSlowBatchIsNoSlowness() {
        Latency latency = new Latency();
        batches(latency, 25, 1.0);

        assertThat(batches(latency, 2, 50)).isEqualTo(Advice.GO);
    }

    @Test
    void batchesOfAFewRowsAreNotCompared() {
        Latency latency = new Latency();
        batches(latency, 25, 1.0);
        for (int batch = 0; batch < 10; batch++) {
            assertThat(latency.took(19, Duration.ofSeconds(1))).isEqualTo(Reading.QUIET);
        }
    }

    private static Advice batches(Latency latency, int count, double millisForARow) {
        Advice advice = Advice.GO;
        for (int batch = 0; batch < count; batch++) {
            advice = latency.took(100, Duration.ofNanos((long) (millisForARow * 100 * 1e6)))
                    .advice();
        }
        return advice;
    }

    @Test
    void sessionsThatWaitedCountForTenSeconds() {
        Blocked blocked = new Blocked("ours", clock);
        assertThat(blocked.waiting(0)).isEqualTo(Reading.QUIET);
        assertThat(blocked.waiting(2)).isEqualTo(Reading.slow("2 sessions wait for its locks"));
        clock.step(Duration.ofMillis(9_999));
        assertThat(blocked.waiting(0)).isEqualTo(Reading.slow("2 sessions wait for its locks"));
        clock.step(Duration.ofMillis(1));
        assertThat(blocked.waiting(0)).isEqualTo(Reading.QUIET);
    }

    @ParameterizedTest
    @CsvSource({
        // live, dead, were there many before, many
        "80000, 50000, false, true",
        "80000, 49999, false, false",
        "80000, 25000, true, true",
        "80000, 24999, true, false",
        "200000, 99999, false, false",
        "200000, 100000, false, true",
        "200000, 50000, true, true",
        "200000, 49999, true, false",
        "0, 50000, false, true",
    })
    void manyDeadRowsSlowDownUntilThereAreHalfAsMany(long live, long dead, boolean before, boolean many) {
        DeadRows signal = new DeadRows("t", "t");
        signal.of(before ? new Rows(0, 1_000_000) : new Rows(1_000_000, 0));

        assertThat(signal.of(new Rows(live, dead)).advice()).isEqualTo(many ? Advice.SLOW : Advice.GO);
    }

    @ParameterizedTest
    @CsvSource({"100000, 10000, true", "100000, 9999, false", "100001, 10000, false", "0, 9999, false"})
    void aTenthOfTheTableIsVacuumed(long live, long dead, boolean due) {
        assertThat(new Vacuum("t", "t").due(new Rows(live, dead))).isEqualTo(due);
    }

    @Test
    void aFollowerThatShowsTheLatestIsNotBehindHoweverLongAgoThatWas() {
        Lag lag = new Lag(Sql.of("SELECT 1"), "db-2", clock);
        Instant first = Instant.parse("2001-01-01T00:00:00Z");
        assertThat(lag.shows(Optional.empty())).isEqualTo(Reading.QUIET);
        lag.beats().wrote(first, clock.instant());
        clock.step(Duration.ofMinutes(10));

        assertThat(lag.shows(Optional.of(first))).isEqualTo(Reading.QUIET);
    }

    @Test
    void aFollowerIsBehindByTheTimeTheOldestHeartbeatIsOnItsWay() {
        Lag lag = new Lag(Sql.of("SELECT 1"), "db-2", clock);
        Instant value = Instant.parse("2001-01-01T00:00:00Z");
        for (int second = 0; second <= 12; second++) {
            lag.beats().wrote(value.plusSeconds(second), clock.instant());
            clock.step(Duration.ofSeconds(1));
        }
        // The heartbeat of second 3 has been known for 10 s.
        assertThat(lag.shows(Optional.of(value.plusSeconds(2)))).isEqualTo(Reading.QUIET);
        clock.step(Duration.ofSeconds(1));
        assertThat(lag.shows(Optional.of(value.plusSeconds(2))))
                .isEqualTo(Reading.hold("the follower db-2 is 11 s behind"));
        assertThat(lag.shows(Optional.of(value.plusSeconds(7))).advice()).isEqualTo(Advice.WAIT);
        assertThat(lag.shows(Optional.of(value.plusSeconds(8)))).isEqualTo(Reading.QUIET);
    }

    @Test
    void aFollowerWithoutAHeartbeatIsBehindSinceTheFirst() {
        Lag lag = new Lag(Sql.of("SELECT 1"), "db-2", clock);
        lag.beats().wrote(Instant.parse("2001-01-01T00:00:00Z"), clock.instant());
        clock.step(Duration.ofSeconds(11));

        assertThat(lag.shows(Optional.empty()).advice()).isEqualTo(Advice.WAIT);
    }

    @Test
    void heartbeatsOfDaysAreThinnedOutAndTheOldestStays() {
        Beats beats = new Beats();
        Instant value = Instant.parse("2001-01-01T00:00:00Z");
        for (int second = 0; second < 50_000; second++) {
            beats.wrote(value.plusSeconds(second), clock.instant());
            clock.step(Duration.ofSeconds(1));
        }
        assertThat(beats.count()).isBetween(500, 1_000);
        assertThat(beats.behind(Optional.empty(), clock.instant())).isEqualTo(Duration.ofSeconds(50_000));
        assertThat(beats.behind(Optional.of(value.plusSeconds(49_999)), clock.instant()))
                .isEqualTo(Duration.ZERO);
    }
}
