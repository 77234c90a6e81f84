package dev.oneoff.progress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "grün — 語 😀", "a \\ b"})
    void whatIsHarmlessStaysAsItIs(String text) {
        assertThat(Journal.printable(text)).isEqualTo(text);
    }

    @Test
    void nothingInDataForgesALineOrMovesACursor() {
        assertThat(Journal.printable("a\nERROR b\r\tc\u001b[2Jd\u0007\u009b\u0000\u007f"))
                .isEqualTo("a\\nERROR b\\r\\tc\\u001b[2Jd\\u0007\\u009b\\u0000\\u007f");
        assertThat(Journal.printable("a\u202eb\u2066c\u2028d\u2029")).isEqualTo("a\\u202eb\\u2066c\\u2028d\\u2029");
    }
}
