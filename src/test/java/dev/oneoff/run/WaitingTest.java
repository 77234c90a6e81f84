package dev.oneoff.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.progress.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitingTest {

    @ParameterizedTest
    @CsvSource({"PT5M, 5m", "PT4M50S, 4m50s", "PT30S, 30s", "PT0.5S, 500ms", "PT0S, 0ms", "PT2H, 120m", "PT-1S, 0ms"})
    void aDurationReadsAsItIsTyped(Duration duration, String text) {
        assertThat(Waiting.text(duration)).isEqualTo(text);
    }

    @Test
    void itIsSaidAtOnceThenEveryTenSeconds() {
        List<Long> said = new ArrayList<>();
        Waiting waiting = new Waiting(Journal.open(), Duration.ofMinutes(5));
        for (long second = 0; second <= 25; second++) {
            long now = second;
            waiting.say(Duration.ofSeconds(second), () -> {
                said.add(now);
                return "somebody";
            });
        }

        assertThat(said).containsExactly(0L, 10L, 20L);
    }

    @Test
    void whenTheWaitIsOverTheHolderIsNamedAndWhatToDo() {
        OneoffException over = new Waiting(Journal.open(), Duration.ofSeconds(1)).over(Optional.of("pid 7"));

        assertThat(over.kind()).isEqualTo(FailureKind.LOCKED);
        assertThat(over).hasMessage("The lock is still held after 1s by pid 7.");
        assertThat(over.failure().hint()).contains("--lock-wait");
        assertThat(new Waiting(Journal.open(), Duration.ZERO).over(Optional.empty()))
                .hasMessageContaining("a session that cannot be seen");
    }
}
