package dev.oneoff.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Work and rest. */
class RhythmTest {

    @ParameterizedTest
    @CsvSource({
        "GENTLE, false, 100, 100,  300",
        "GENTLE, true,   50, 100,  600",
        "STEADY, false, 300, 400,  100",
        "STEADY, true,  150, 400,  800",
        "FULL,   false, 300, 400,    0",
        "FULL,   true,  150, 400,  800",
        "GENTLE, false, 100, 60000, 5000",
        "STEADY, false, 300, -5,     0",
    })
    void aTempoIsAWorkAndARest(Tempo tempo, boolean slowed, long target, long took, long rest) {
        Rhythm rhythm = slowed ? tempo.rhythm().slowed() : tempo.rhythm();

        assertThat(rhythm.target()).isEqualTo(Duration.ofMillis(target));
        assertThat(rhythm.after(Duration.ofMillis(took))).isEqualTo(Duration.ofMillis(rest));
    }

    @ParameterizedTest
    @CsvSource({"GENTLE, 100", "STEADY, 300", "FULL, 300"})
    void aloneThereIsOnlyTheTargetTime(Tempo tempo, long target) {
        Rhythm alone = tempo.rhythm().alone();

        assertThat(alone).isEqualTo(new Rhythm(Duration.ofMillis(target), 0));
    }
}
