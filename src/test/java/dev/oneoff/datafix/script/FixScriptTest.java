package dev.oneoff.datafix.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.oneoff.datafix.script.Section.Kind;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.support.CaseFile;
import dev.oneoff.support.CaseFile.Case;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FixScriptTest {

    private static final String PLAIN = "-- fix: why\nUPDATE t SET a = 1 WHERE a <> 1;\n";

    private static final String EVERYTHING = """
            -- A remark, and the keys in any order.
            -- ticket: SHOP-142
            -- fix:    Addresses were stored as typed: one sentence
            -- key: shop_id, id
            -- expect: 1..50_000
            -- max_runtime: 30m
            -- phase: release
            -- requires: 20261119_orders, 20261120_users
            -- params: since date, least numeric(10, 2)
            -- images: row
            -- on_error: quarantine 100
            -- cascade: accepted
            -- batches: order-independent
            -- repeat: yes
            -- rows: corrections.csv (id bigint, email text)
            -- effects: external

            -- find
            SELECT id FROM t;
            -- apply
            UPDATE t SET a = '-- verify' WHERE id = ANY(:keys);
            DELETE FROM u WHERE id = ANY(:keys);
            -- verify
            SELECT 1 FROM t WHERE a IS NULL;
            -- check
            SELECT sum(a) FROM t;
            """;

    static List<Case> rejected() {
        return CaseFile.read(FixScriptTest.class, "rejected.txt");
    }

    @Test
    void readsEveryKeyAndEverySection() {
        FixScript script = read(EVERYTHING);
        Header header = script.header();

        assertThat(header.why()).isEqualTo("Addresses were stored as typed: one sentence");
        assertThat(header.ticket()).contains("SHOP-142");
        assertThat(header.key()).containsExactly("shop_id", "id");
        assertThat(header.expect()).hasToString("1..50000");
        assertThat(header.maxRuntime()).contains(Duration.ofMinutes(30));
        assertThat(header.phase()).isEqualTo(Header.Phase.RELEASE);
        assertThat(header.requires()).containsExactly("20261119_orders", "20261120_users");
        assertThat(header.params()).hasToString("{since=date, least=numeric(10, 2)}");
        assertThat(header.images()).isEqualTo(Header.Images.ROW);
        assertThat(header.quarantine()).isEqualTo(100);
        assertThat(header.cascade() && header.orderIndependent() && header.repeats())
                .isTrue();
        assertThat(header.rows().orElseThrow().path()).isEqualTo("corrections.csv");
        assertThat(header.rows().orElseThrow().columns()).hasToString("{id=bigint, email=text}");
        assertThat(header.effects()).isEqualTo(Header.Effects.EXTERNAL);
        assertThat(script.sections().stream().map(Section::kind))
                .containsExactly(Kind.FIND, Kind.APPLY, Kind.VERIFY, Kind.CHECK);
        assertThat(script.statements(Kind.APPLY)).hasSize(2);
    }

    @Test
    void isPlainWithoutKeysAndSections() {
        Header header = read(PLAIN).header();

        assertThat(header.expect()).isEqualTo(Expectation.ANY);
        assertThat(header.images()).isEqualTo(Header.Images.CHANGED);
        assertThat(header.phase()).isEqualTo(Header.Phase.MANUAL);
        assertThat(header.quarantine()).isZero();
    }

    @ParameterizedTest
    @MethodSource("rejected")
    void rejectsWhatItDoesNotUnderstandAtItsLine(Case given) {
        OneoffException rejected = catchThrowableOfType(OneoffException.class, () -> read(given.input()));

        assertThat(rejected).as("it was read").isNotNull();
        assertThat(rejected.kind()).isEqualTo(FailureKind.INPUT_REJECTED);
        assertThat(rejected.failure().title() + "\n" + rejected.failure().hint())
                .isEqualTo(given.expected().get(0).text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-- key: id\n", "-- images: none\n", "-- batches: order-independent\n", "-- params: a int\n"})
    void isAnotherFixWhenAKeyChangesWhatIsDone(String key) {
        assertThat(read(key + PLAIN).checksum()).isNotEqualTo(read(PLAIN).checksum());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-- expect: 5\n", "-- on_error: quarantine 5\n", "-- ticket: T\n", "-- a remark\n", "\n\n"})
    void staysTheSameFixWhenOnlyTheWayChanges(String key) {
        assertThat(read(key + PLAIN).checksum()).isEqualTo(read(PLAIN).checksum());
    }

    @Test
    void isTheSameFixWithOtherLineEndsAndAnotherWhenAStatementChanges() {
        assertThat(read(PLAIN.replace("\n", "\r\n")).checksum())
                .isEqualTo(read(PLAIN).checksum());
        assertThat(read(PLAIN.replace("a = 1", "a = 2")).checksum())
                .isNotEqualTo(read(PLAIN).checksum());
    }

    private static FixScript read(String text) {
        return FixScript.read("fix", "datafixes/fix.sql", text);
    }
}
