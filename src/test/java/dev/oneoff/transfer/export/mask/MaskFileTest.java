package dev.oneoff.transfer.export.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskFileTest {

    @TempDir
    private Path folder;

    @Test
    void everyRuleIsRead() throws IOException {
        MaskFile file = read("""
                id: keep
                users.email: email
                shop.users.note: null
                name: {partial: {first: 1, last: 2}}
                phone: {partial: {last: 3}}
                city:
                  fixed: "***"
                score: {fixed: 0}
                token: hmac
                born: shift-date
                """);

        assertThat(file.rules())
                .isEqualTo(Map.of(
                        "id", new MaskRule.Keep(),
                        "users.email", new MaskRule.Email(),
                        "shop.users.note", new MaskRule.Null(),
                        "name", new MaskRule.Partial(1, 2),
                        "phone", new MaskRule.Partial(0, 3),
                        "city", new MaskRule.Fixed("***"),
                        "score", new MaskRule.Fixed("0"),
                        "token", new MaskRule.Hmac(),
                        "born", new MaskRule.ShiftDate()));
        assertThat(file.sha256()).hasSize(64);
    }

    @Test
    void theRuleThatNamesTheTableComesFirst() throws IOException {
        MaskFile file = read("name: keep\nusers.name: hmac\nshop.users.name: email\n");

        assertThat(file.rule("shop", "users", "name")).contains(new MaskRule.Email());
        assertThat(file.rule("public", "users", "name")).contains(new MaskRule.Hmac());
        assertThat(file.rule("public", "teams", "name")).contains(new MaskRule.Keep());
        assertThat(file.rule("public", "teams", "id")).isEmpty();
    }

    @Test
    void everythingWrongIsToldAtOnceWithItsLine() {
        Failure failure = failure("""
                id: kep
                id: keep
                email: {hmac: 7}
                name: partial
                phone: {partial: {fist: 1, last: x}}
                city: {fixed: [a]}
                note: fixed
                born:
                both: {fixed: a, partial: {first: 1}}
                code: {hamc: 1}
                """);

        assertThat(failure.kind()).isEqualTo(FailureKind.INPUT_REJECTED);
        assertThat(failure.title()).isEqualTo("There are 11 problems in masks.yaml.");
        assertThat(failure.facts().stream().map(Failure.Fact::value))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("masks.yaml line 2: id is given twice"),
                        line -> assertThat(line)
                                .startsWith(
                                        "masks.yaml line 1: id has the unknown rule kep. Did you mean keep? Rules: "),
                        line -> assertThat(line).isEqualTo("masks.yaml line 3: email: hmac takes no value"),
                        line -> assertThat(line).startsWith("masks.yaml line 4: name: partial wants what stays"),
                        line -> assertThat(line)
                                .isEqualTo("masks.yaml line 5: phone: partial knows first and last, not fist"),
                        line -> assertThat(line)
                                .isEqualTo("masks.yaml line 5: phone: last is not a number of characters"),
                        line -> assertThat(line).isEqualTo("masks.yaml line 6: city: the value of fixed is not a text"),
                        line -> assertThat(line).startsWith("masks.yaml line 7: note: fixed wants a value"),
                        line -> assertThat(line).startsWith("masks.yaml line 8: born has no rule. Rules: "),
                        line -> assertThat(line).isEqualTo("masks.yaml line 9: both wants one rule"),
                        line -> assertThat(line)
                                .startsWith("masks.yaml line 10: code has the unknown rule hamc. Did you mean hmac?"));
    }

    @Test
    void whatIsNoFileOfRulesIsRejected() {
        assertThat(failure("a: [\n").title()).startsWith("masks.yaml line 2 is not YAML: ");
        assertThat(failure("").title()).isEqualTo("masks.yaml has no rules.");
        assertThat(failure("- a\n").title()).startsWith("masks.yaml line 1: masks.yaml is not a mapping");
        assertThat(failure("a: !!java.net.URL [x]\n").title())
                .startsWith("masks.yaml line 1 is not YAML: Global tag is not allowed");
        assertThat(catchThrowableOfType(OneoffException.class, () -> MaskFile.read("gone.yaml", folder))
                        .failure()
                        .title())
                .isEqualTo("gone.yaml cannot be read: there is no such file.");
    }

    @Test
    void bytesThatAreNotUtf8AreRejected() throws IOException {
        Files.write(folder.resolve("masks.yaml"), "é: keep".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(catchThrowableOfType(OneoffException.class, () -> MaskFile.read("masks.yaml", folder))
                        .failure()
                        .title())
                .isEqualTo("masks.yaml is not UTF-8.");
    }

    private MaskFile read(String text) throws IOException {
        Files.writeString(folder.resolve("masks.yaml"), text);
        return MaskFile.read("masks.yaml", folder);
    }

    private Failure failure(String text) {
        return catchThrowableOfType(OneoffException.class, () -> read(text)).failure();
    }
}
