package dev.oneoff.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationConverterTest {

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "30s, PT30S", "5m, PT5M", "2h, PT2H", "0s, PT0S", "999999h, PT999999H", "30d, PT720H"})
    void aNumberAndAUnitAreATime(String text, Duration duration) {
        assertThat(new DurationConverter().convert(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "m", "5x", "-5s", "1.5s", "5 s", "5S", "1000000s", "٣s", "5s\n"})
    void anythingElseIsToldHowToWriteIt(String text) {
        assertThatThrownBy(() -> new DurationConverter().convert(text))
                .hasMessageContaining("write 500ms, 30s, 5m, 2h or 30d");
    }
}
