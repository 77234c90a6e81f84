package dev.oneoff.transfer.export.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.oneoff.config.Secret;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingTest {

    private static final Masking MASKING =
            new Masking(Optional.of(MaskKey.of(Optional.of(Secret.of("0123456789abcdef")))));

    @ParameterizedTest
    @CsvSource({
        "1, 2, Annabel, A****el",
        "0, 0, Ann, ***",
        "0, 4, 4111111111111111, ************1111",
        "1, 1, Al, **",
        "2, 2, Ann, ***",
        "1, 0, 😀é😀, 😀**",
        "1, 1, '', ''"
    })
    void aPartStaysAndNeverTheWhole(int first, int last, String value, String masked) {
        assertThat(MASKING.masked(new MaskRule.Partial(first, last), value, "")).isEqualTo(masked);
    }

    @Test
    void theDigestIsTheHmacThatOthersMakeToo() {
        // printf %s 'a@x' | openssl dgst -sha256 -hmac 0123456789abcdef
        assertThat(MASKING.masked(new MaskRule.Hmac(), "a@x", "row"))
                .isEqualTo("b376083abdc4a15a06dc0af7e565bedd79e79ebbe06326a79c24ce045785dec2");
        assertThat(MASKING.masked(new MaskRule.Email(), "a@x", "row")).matches("[0-9a-f]{32}@example\\.com");
    }

    @Test
    void nothingStaysNothingButWhereAllBecomeTheSame() {
        List<MaskRule> rules = List.of(
                new MaskRule.Keep(),
                new MaskRule.Null(),
                new MaskRule.Partial(1, 1),
                new MaskRule.Hmac(),
                new MaskRule.Email(),
                new MaskRule.ShiftDate());
        assertThat(rules)
                .allSatisfy(rule -> assertThat(MASKING.masked(rule, null, "1")).isNull());
        assertThat(MASKING.masked(new MaskRule.Fixed("x"), null, "1")).isEqualTo("x");
        assertThat(MASKING.masked(new MaskRule.Null(), "x", "1")).isNull();
    }

    @Test
    void daysMoveTogetherWithinARowAndNeverFar() {
        Set<Long> distances = new HashSet<>();
        for (int row = 0; row < 5000; row++) {
            LocalDate first = LocalDate.parse(shifted("2026-01-01", "" + row));
            LocalDate second = LocalDate.parse(shifted("2026-03-01", "" + row));
            assertThat(ChronoUnit.DAYS.between(first, second)).isEqualTo(59);
            distances.add(ChronoUnit.DAYS.between(LocalDate.of(2026, 1, 1), first));
        }
        assertThat(distances).hasSize(360).doesNotContain(0L).contains(-180L, 180L);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-31, 1, 2027-01-01",
        "2026-01-01 03:04:05.678901, -1, 2025-12-31 03:04:05.678901",
        "2026-02-28 00:30:00.5+00, 1, 2026-03-01 00:30:00.5+00",
        "0001-01-01, -1, 0001-12-31 BC",
        "0001-12-31 BC, 1, 0001-01-01",
        "0044-03-15 12:00:00 BC, 1, 0044-03-16 12:00:00 BC",
        "12026-01-31, 1, 12026-02-01",
        "infinity, 1, infinity",
        "-infinity, 1, -infinity"
    })
    void daysAreCountedAsPostgresWritesThem(String value, int days, String shifted) {
        assertThat(Days.shifted(value, days)).isEqualTo(shifted);
    }

    @ParameterizedTest
    @CsvSource({
        "0000-12-31, 0001-12-31 BC",
        "-0043-03-15 12:00:00+01, 0044-03-15 12:00:00+01 BC",
        "-12000-01-31, 12001-01-31 BC",
        "0001-01-01, 0001-01-01",
        "2026-01-01 03:04:05.6, 2026-01-01 03:04:05.6"
    })
    void daysBeforeYearOneAreThoseOfBothEngines(String embedded, String server) {
        assertThat(Days.withEra(embedded)).isEqualTo(server);
        assertThat(Days.withoutEra(server)).isEqualTo(embedded);
    }

    @Test
    void aKeyIsThereAndCannotBeGuessed() {
        OneoffException missing = catchThrowableOfType(OneoffException.class, () -> MaskKey.of(Optional.empty()));
        assertThat(missing.kind()).isEqualTo(FailureKind.CONFIGURATION);
        assertThat(missing).hasMessageContaining("ONEOFF_MASK_KEY is not set");

        OneoffException shortOne = catchThrowableOfType(
                OneoffException.class, () -> MaskKey.of(Optional.of(Secret.of("0123456789abcde"))));
        assertThat(shortOne.kind()).isEqualTo(FailureKind.CONFIGURATION);
        assertThat(shortOne.failure().toString()).doesNotContain("0123456789");
    }

    private static String shifted(String date, String row) {
        return String.valueOf(MASKING.masked(new MaskRule.ShiftDate(), date, row));
    }
}
