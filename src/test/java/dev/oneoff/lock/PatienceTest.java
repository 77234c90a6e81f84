package dev.oneoff.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.support.SteppingClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private final SteppingClock clock = new SteppingClock();
    private final List<Long> pauses = new ArrayList<>();
    private final Patience patience = new Patience(clock, pause -> {
        pauses.add(pause.toMillis());
        clock.step(pause);
    });

    @Test
    void whatWorksAtOnceIsNotWaitedFor() {
        assertThat(patience.until(Duration.ofMinutes(5), () -> Optional.of("done"), waited -> {}))
                .contains("done");
        assertThat(pauses).isEmpty();
    }

    @Test
    void itWaitsLongerEachTimeUpToASecondAndNeverBeyondTheLimit() {
        AtomicInteger tries = new AtomicInteger();
        List<Duration> told = new ArrayList<>();

        Optional<String> answer = patience.until(
                Duration.ofSeconds(3),
                () -> {
                    tries.incrementAndGet();
                    return Optional.empty();
                },
                told::add);

        assertThat(answer).isEmpty();
        assertThat(pauses).containsExactly(50L, 100L, 200L, 400L, 800L, 1000L, 450L);
        assertThat(tries).hasValue(8);
        assertThat(told).startsWith(Duration.ZERO, Duration.ofMillis(50)).hasSize(7);
    }

    @Test
    void withoutPatienceItTriesOnce() {
        assertThat(patience.until(Duration.ZERO, Optional::empty, waited -> {})).isEmpty();
        assertThat(pauses).isEmpty();
    }

    @Test
    void theLastTryComesAfterTheLastPause() {
        Optional<String> answer = patience.until(
                Duration.ofMillis(120),
                () -> clock.passed().toMillis() >= 120 ? Optional.of("late") : Optional.empty(),
                waited -> {});

        assertThat(answer).contains("late");
    }

    @Test
    void anInterruptEndsTheWaitAndIsStillThere() {
        AtomicInteger tries = new AtomicInteger();
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(OneoffException.class)
                    .isThrownBy(() -> patience.until(
                            Duration.ofMinutes(5),
                            () -> {
                                tries.incrementAndGet();
                                return Optional.empty();
                            },
                            waited -> {}))
                    .satisfies(error -> assertThat(error.kind()).isEqualTo(FailureKind.INTERRUPTED));
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(tries).hasValue(1);
        assertThat(pauses).isEmpty();
    }

    @Test
    void anInterruptTakesNothingFromWhatWorksAtOnce() {
        Thread.currentThread().interrupt();
        try {
            assertThat(patience.until(Duration.ofMinutes(5), () -> Optional.of("done"), waited -> {}))
                    .contains("done");
        } finally {
            Thread.interrupted();
        }
    }
}
