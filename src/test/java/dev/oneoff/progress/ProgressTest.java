package dev.oneoff.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.SteppingClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final List<String> drawn = new ArrayList<>();
    private final SteppingClock clock = new SteppingClock();
    private final Journal journal = Journal.open(Optional.of(new Line() {
        @Override
        public void draw(String text) {
            drawn.add(text);
        }

        @Override
        public void clear() {
            drawn.add("-");
        }
    }));
    private final Progress progress = new Progress(journal, clock, "1_lower", "changed");

    private String after(Duration time, long before, long done) {
        drawn.clear();
        clock.step(time);
        progress.show(before, done);
        return String.join("", drawn);
    }

    @Test
    void rowsRateAndTimeLeftWhereTheNumberIsKnown() {
        progress.of(400_000, true);

        assertThat(after(Duration.ofSeconds(10), 0, 12_345))
                .isEqualTo("12,345 of 400,000 rows changed, 3 %, 1,235 rows/s, 6 min left  1_lower");
        assertThat(after(Duration.ofSeconds(10), 0, 390_000))
                .isEqualTo("390,000 of 400,000 rows changed, 97 %, 19,500 rows/s, 1 s left  1_lower");
        assertThat(after(Duration.ofHours(1), 0, 390_001)).contains("108 rows/s, 2 min left");
    }

    @Test
    void aSmallFileIsMeasuredInSmallUnits() {
        clock.step(Duration.ofSeconds(1));
        progress.read(10, 2048, 4096);
        clock.step(Duration.ofSeconds(1));
        progress.read(20, 20 << 20, 40 << 20);

        assertThat(String.join("", drawn)).contains("2 of 4 kB, 50 %", "20 of 40 MB, 50 %");
    }

    @Test
    void anEstimateSaysSoAndOneThatWasTooLowIsNotMentioned() {
        progress.of(1_000, false);

        assertThat(after(Duration.ofSeconds(1), 500, 100))
                .isEqualTo("600 of about 1,000 rows changed, 60 %, 100 rows/s, 4 s left  1_lower");
        assertThat(after(Duration.ofSeconds(1), 500, 501)).isEqualTo("1,001 rows changed, 251 rows/s  1_lower");
    }

    @Test
    void itIsDrawnFiveTimesASecondAtMost() {
        assertThat(after(Duration.ofMillis(199), 0, 1)).isEmpty();
        assertThat(after(Duration.ofMillis(1), 0, 2)).isEqualTo("2 rows changed, 2 rows/s  1_lower");
        assertThat(after(Duration.ofMillis(199), 0, 3)).isEmpty();
    }

    @Test
    void whatIsSaidTakesItsPlaceAndAtTheEndItIsGone() {
        after(Duration.ofSeconds(1), 0, 1);
        journal.warn("set aside");
        assertThat(drawn).containsExactly("1 rows changed, 1 rows/s  1_lower", "-");
        progress.end();
        assertThat(drawn).hasSize(2);
        after(Duration.ofSeconds(1), 0, 1);
        progress.end();
        assertThat(drawn).last().isEqualTo("-");
    }
}
