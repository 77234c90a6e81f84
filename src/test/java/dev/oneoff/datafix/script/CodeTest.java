package dev.oneoff.datafix.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The script of a class, as it is kept and known again. */
class CodeTest {

    private static final String TEXT = "-- fix: a test\n-- find\nSELECT 1\n";

    @Test
    void theTextThatIsKeptSaysWhichClassItIs() {
        Code code = new Code("shop.Add", Optional.of("\"App\".users"));
        FixScript script = FixScript.read("1_add", code, TEXT);

        FixScript again = FixScript.read("1_add", "datafixes/1_add.sql", script.text());

        assertThat(again).isEqualTo(script);
        assertThat(again.code()).contains(code);
        assertThat(again.file()).isEqualTo("class shop.Add");
    }

    @Test
    void anotherClassOrTableIsAnotherFix() {
        String one = checksum("shop.Add", Optional.empty());

        assertThat(checksum("shop.Add", Optional.empty())).isEqualTo(one);
        assertThat(checksum("shop.Adds", Optional.empty())).isNotEqualTo(one);
        assertThat(checksum("shop.Add", Optional.of("users"))).isNotEqualTo(one);
    }

    @Test
    void whatOnlyStatementsCanMeanIsRefused() {
        for (String key :
                new String[] {"key: id", "cascade: accepted", "batches: order-independent", "rows: a (b int)"}) {
            assertThatThrownBy(() ->
                            FixScript.read("1_add", new Code("shop.Add", Optional.empty()), "-- " + key + "\n" + TEXT))
                    .hasMessageMatching("class shop\\.Add, line 1: \\w+: means nothing to a fix in Java");
        }
    }

    @Test
    void itFindsKeysAndHasNoStatementThatChangesAnything() {
        Code code = new Code("shop.Add", Optional.empty());
        assertThatThrownBy(() -> FixScript.read("1_add", code, "-- fix: why\n-- verify\nSELECT 1"))
                .hasMessage("class shop.Add, line 1: a fix in Java needs a section find");
        assertThatThrownBy(() -> FixScript.read("1_add", code, TEXT + "\n-- apply\nDELETE FROM users"))
                .hasMessageMatching(
                        "class shop\\.Add, line \\d: a fix in Java has no statement that changes anything: .*");
    }

    private static String checksum(String className, Optional<String> table) {
        return FixScript.read("1_add", new Code(className, table), TEXT).checksum();
    }
}
