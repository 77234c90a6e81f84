package dev.oneoff.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.support.SteppingClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Rests, waits, and what is said about them; time passes only where the stride lets it pass. */
class StrideTest {

    private static final String SIGNAL = "the throttle query";

    private final SteppingClock clock = new SteppingClock();
    private final NavigableMap<Long, Runnable> events = new TreeMap<>();
    private final Board board = new Board(clock);
    private final List<String> told = new ArrayList<>();
    private int beats;
    private boolean lost;
    private boolean stopped;

    private final Pace pace = new Pace(Tempo.STEADY.rhythm(), clock, this::pass, board, List.of());
    private final Stride stride = pace.stride("statement 1");

    private void pass(Duration time) {
        clock.step(time);
        NavigableMap<Long, Runnable> due = events.headMap(clock.passed().toMillis(), true);
        due.values().forEach(Runnable::run);
        due.clear();
    }

    private void at(long seconds, Runnable event) {
        events.put(seconds * 1_000, event);
    }

    private boolean go() {
        return go(stride);
    }

    private boolean go(Stride striding) {
        return striding.go(new Stride.Worker() {
            @Override
            public void check() {
                if (stopped) {
                    throw new OneoffException(FailureKind.TERMINATED, "Stopped.", "Again.");
                }
            }

            @Override
            public boolean beat() {
                beats++;
                return !lost;
            }

            @Override
            public void tell(News news) {
                told.add(clock.passed().toSeconds() + " "
                        + (news.ended().isPresent()
                                ? "over after " + news.lasted().toSeconds()
                                : "begins") + ": "
                        + news.spell().reason());
            }
        });
    }

    @Test
    void itRestsAQuarterOfTheWorkAndThenNotAgain() {
        stride.took(20, Duration.ofSeconds(1));
        assertThat(go()).isTrue();
        assertThat(clock.passed()).isEqualTo(Duration.ofMillis(250));
        assertThat(go()).isTrue();
        assertThat(clock.passed()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void whereNobodyElseCanBeItNeverRests() {
        Stride alone = Pace.alone(Tempo.GENTLE, clock, this::pass).stride("statement 1");
        alone.took(20, Duration.ofSeconds(1));

        assertThat(go(alone)).isTrue();
        assertThat(clock.passed()).isZero();
        assertThat(alone.target()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void manyShortRestsBecomeOne() {
        for (int batch = 0; batch < 9; batch++) {
            stride.took(20, Duration.ofMillis(5));
            go();
        }
        assertThat(clock.passed()).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void itWaitsUntilTheSignalIsOverAndSaysSoOnceEach() {
        board.add(SIGNAL, true);
        board.said(SIGNAL, Reading.hold("a"));
        for (int second = 1; second < 40; second++) {
            at(second, () -> board.said(SIGNAL, Reading.hold("a again")));
        }
        at(40, () -> board.said(SIGNAL, Reading.QUIET));

        assertThat(go()).isTrue();
        assertThat(clock.passed()).isEqualTo(Duration.ofSeconds(40));
        assertThat(told).containsExactly("0 begins: a", "40 over after 40: a");
        assertThat(beats).isEqualTo(20);
    }

    @Test
    void whatSomebodyHasAskedForIsKnownBeforeTheFirstBatch() {
        board.add(SIGNAL, true);
        at(3, () -> board.said(SIGNAL, Reading.QUIET));

        assertThat(go()).isTrue();
        assertThat(clock.passed()).isEqualTo(Duration.ofSeconds(3));
        assertThat(told).isEmpty();
    }

    @Test
    void aRequiredSignalThatCannotBeReadForFifteenSecondsHoldsUntilItCan() {
        board.add(SIGNAL, true);
        board.said(SIGNAL, Reading.QUIET);
        board.failed(SIGNAL, "the server is down");
        clock.step(Duration.ofMillis(14_999));
        assertThat(go()).isTrue();
        assertThat(clock.passed()).isEqualTo(Duration.ofMillis(14_999));
        clock.step(Duration.ofMillis(1));
        at(60, () -> board.said(SIGNAL, Reading.QUIET));

        assertThat(go()).isTrue();
        assertThat(clock.passed()).isEqualTo(Duration.ofSeconds(60));
        assertThat(told)
                .containsExactly(
                        "15 begins: the throttle query cannot be read for 15 s: the server is down; it goes on when that"
                                + " can be read again",
                        "60 over after 45: the throttle query cannot be read for 15 s: the server is down; it goes on"
                                + " when that can be read again");
    }

    @Test
    void aServerThatDoesNotAnswerAtAllIsOneThatCannotBeRead() {
        board.add(SIGNAL, true);
        at(20, () -> board.said(SIGNAL, Reading.QUIET));

        assertThat(go()).isTrue();
        assertThat(told).hasSize(2).first().asString().contains("15 begins", "for 15 s: no answer");
    }

    @Test
    void aSignalNobodyAskedForIsLeftOutWhenItCannotBeRead() {
        board.add("blocked sessions", false);
        assertThat(go()).isTrue();
        board.failed("blocked sessions", "no right");
        clock.step(Duration.ofSeconds(15));

        assertThat(go()).isTrue();
        assertThat(clock.passed()).isEqualTo(Duration.ofSeconds(15));
        assertThat(told).containsExactly("15 begins: blocked sessions cannot be read and is left out: no right");
    }

    @Test
    void slownessMakesBatchesShorterAndRestsLonger() {
        board.add("blocked sessions", false);
        board.said("blocked sessions", Reading.slow("a session waits for its locks"));
        assertThat(go()).isTrue();
        assertThat(stride.target()).isEqualTo(Duration.ofMillis(150));
        stride.took(20, Duration.ofMillis(100));
        assertThat(go()).isTrue();
        assertThat(clock.passed()).isEqualTo(Duration.ofMillis(200));
        board.said("blocked sessions", Reading.QUIET);
        assertThat(go()).isTrue();
        assertThat(stride.target()).isEqualTo(Duration.ofMillis(300));
        assertThat(told)
                .containsExactly(
                        "0 begins: a session waits for its locks", "0 over after 0: a session waits for its locks");
    }

    @Test
    void aStopEndsAWaitAtOnce() {
        board.add(SIGNAL, true);
        board.said(SIGNAL, Reading.hold("a"));
        at(5, () -> stopped = true);

        assertThatThrownBy(this::go).isInstanceOf(OneoffException.class).hasMessageContaining("Stopped");
        assertThat(clock.passed()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void workThatIsLostMeanwhileEndsAWaitWithTheNextHeartbeat() {
        board.add(SIGNAL, true);
        board.said(SIGNAL, Reading.hold("a"));
        at(5, () -> lost = true);

        assertThat(go()).isFalse();
        assertThat(clock.passed()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void anotherReasonToWaitIsSaidAndTheEndOfARunEndsAll() {
        board.add("one", true);
        board.add("two", true);
        board.said("one", Reading.hold("one holds"));
        board.said("two", Reading.QUIET);
        at(2, () -> board.said("two", Reading.hold("two holds")));
        at(4, () -> board.said("one", Reading.QUIET));
        at(6, () -> stopped = true);

        assertThatThrownBy(this::go).isInstanceOf(OneoffException.class);
        assertThat(told).containsExactly("0 begins: one holds", "2 begins: two holds", "4 over after 4: one holds");
        assertThat(pace.over()).singleElement().satisfies(news -> {
            assertThat(news.spell().number()).isEqualTo(2);
            assertThat(news.lasted()).isEqualTo(Duration.ofSeconds(4));
            assertThat(news.standing()).isEmpty();
        });
        assertThat(pace.over()).isEmpty();
    }
}
