package dev.oneoff.datafix.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SizingTest {

    private final Sizing sizing = new Sizing(() -> Duration.ofMillis(300));

    @Test
    void growsSlowlyToTheMostThatIsLockedAtOnce() {
        for (int batch = 0; batch < 40; batch++) {
            sizing.changed(sizing.rows(), Duration.ofMillis(1));
        }

        assertThat(sizing.rows()).isEqualTo(5_000);
    }

    @Test
    void narrowsToOneRowOfOneKeyAndThenSaysSo() {
        int times = 0;
        while (sizing.narrow()) {
            times++;
        }

        assertThat(sizing.rows()).isEqualTo(1);
        assertThat(sizing.span()).isEqualTo(1);
        assertThat(times).isLessThan(15);
    }

    @Test
    void restsTwiceAsLongEachTimeAndNeverTheSame() {
        Random random = new Random(1);
        assertThat(Rest.after(1, random)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
        assertThat(Rest.after(4, random)).isBetween(Duration.ofMillis(400), Duration.ofMillis(800));
        assertThat(Rest.after(4, random)).isNotEqualTo(Rest.after(4, random));
    }
}
