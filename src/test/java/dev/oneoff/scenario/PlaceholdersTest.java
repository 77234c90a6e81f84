package dev.oneoff.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceholdersTest {

    private final Placeholders placeholders = new Placeholders().with("<folder>", "/tmp/a+b");

    @ParameterizedTest
    @CsvSource(textBlock = """
            <time> INFO  done,           2026-11-20T10:04:31Z INFO  done,   true
            <time> INFO  done,           yesterday INFO  done,              false
            applied in <seconds> s,      applied in 0.012 s,                true
            applied in <seconds> s,      applied in soon s,                 false
            <...>done,                   anything done,                     true
            import <file>,               import <file>,                     true
            import <file>,               import users.csv,                  false
            wrote <folder>/x.csv,        wrote /tmp/a+b/x.csv,              true
            wrote <folder>/x.csv,        wrote /tmp/aab/x.csv,              false
            port <port>,                 port 5432,                         true
            v <version>,                 v 0.1.0-SNAPSHOT,                  true
            plain (text)*,               plain (text)*,                     true
            """)
    void aLineMatchesOrNot(String expected, String actual, boolean matches) {
        assertThat(placeholders.match(List.of(expected), List.of(actual))).isEqualTo(matches);
    }

    @Test
    void dotsAloneAreAnyNumberOfLines() {
        assertThat(placeholders.match(List.of("a", "<...>", "z"), List.of("a", "z")))
                .isTrue();
        assertThat(placeholders.match(List.of("a", "<...>", "z"), List.of("a", "b", "c", "z")))
                .isTrue();
        assertThat(placeholders.match(List.of("a", "<...>", "z"), List.of("a", "b")))
                .isFalse();
    }

    @Test
    void theNumberOfLinesCounts() {
        assertThat(placeholders.match(List.of(), List.of(""))).isFalse();
        assertThat(placeholders.match(List.of("a"), List.of())).isFalse();
    }

    @Test
    void rewritingKeepsThePlaceholdersThatStillFitAndSetsTheKnownOnes() {
        List<String> rewritten = placeholders.rewrite(
                List.of("old line", "took <...>"),
                List.of("2026-11-20T10:04:31Z INFO  in 0.5 s at /tmp/a+b", "took a while", "took longer"));

        assertThat(rewritten).containsExactly("<time> INFO  in <seconds> s at <folder>", "took <...>", "took longer");
    }
}
