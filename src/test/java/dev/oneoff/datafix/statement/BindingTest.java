package dev.oneoff.datafix.statement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.sql.Position;
import dev.oneoff.sql.Statement;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BindingTest {

    private static final Binding BINDING = new Binding(
            Instant.parse("2026-11-20T10:15:30.123456Z"), Map.of("since", "CAST('it''s' AS text)", "keys", "SELECT 1"));

    @Test
    void placeholdersAreTheirMeaningOutsideOfStringsCommentsCastsAndSlices() {
        assertThat(bound("WHERE a = :since AND id IN (:keys)"))
                .isEqualTo("WHERE a = CAST('it''s' AS text) AND id IN (SELECT 1)");
        assertThat(bound("a::since, a[1:since], ':since', \":since\", -- :since\n/* :since */ $$:since$$"))
                .isEqualTo("a::since, a[1:since], ':since', \":since\", -- :since\n/* :since */ $$:since$$");
        assertThat(bound("f(a[b[:since]])")).isEqualTo("f(a[b[:since]])");
    }

    @Test
    void nowIsTheMomentTheFixBegan() {
        String moment = "CAST('2026-11-20T10:15:30.123456Z' AS timestamp with time zone)";
        assertThat(bound("now() = NOW ( )")).isEqualTo(moment + " = " + moment);
        assertThat(bound("current_date, my.now(), now")).isEqualTo("CAST(" + moment + " AS date), my.now(), now");
        assertThat(bound("transaction_timestamp(), statement_timestamp(), current_timestamp"))
                .isEqualTo(moment + ", " + moment + ", " + moment);
        assertThat(bound("clock_timestamp(), now(5)")).isEqualTo("clock_timestamp(), now(5)");
        assertThat(bound("current_timestamp(3), current_time(3), localtime (3)"))
                .isEqualTo(moment.replace("timestamp with", "timestamp(3) with") + ", CAST(" + moment
                        + " AS time(3) with time zone), CAST(" + moment + " AS time(3))");
        assertThat(bound("localtimestamp(0)")).isEqualTo("CAST(" + moment + " AS timestamp(0))");
    }

    @Test
    void anOperatorWithAQuestionMarkIsNoPlaceForAValue() {
        assertThat(bound("a ? 'b' AND c ?| d")).isEqualTo("a ?? 'b' AND c ??| d");
    }

    private static String bound(String text) {
        return BINDING.bind(new Statement(text, Position.START)).text();
    }
}
