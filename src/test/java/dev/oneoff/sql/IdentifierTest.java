package dev.oneoff.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class IdentifierTest {

    @Test
    void isQuotedAndDoublesTheQuotesInside() {
        assertThat(Identifier.of("users").quoted()).isEqualTo("\"users\"");
        assertThat(Identifier.of("a\"; DROP TABLE users; --").quoted()).isEqualTo("\"a\"\"; DROP TABLE users; --\"");
        assertThat("FROM " + Identifier.of("Order")).isEqualTo("FROM \"Order\"");
    }

    @Test
    void refusesAnEmptyNameAndNul() {
        assertThatIllegalArgumentException().isThrownBy(() -> Identifier.of(""));
        assertThatIllegalArgumentException().isThrownBy(() -> Identifier.of("a\0b"));
    }

    @Test
    void foldsOnlyTheLettersOfAscii() {
        assertThat(Identifier.folded("Users_\u00C9").name()).isEqualTo("users_\u00C9");
    }

    @Test
    void aQualifiedNameQuotesEachPart() {
        QualifiedName name = new QualifiedName(List.of(Identifier.of("shop"), Identifier.of("users")));

        assertThat(name.quoted()).isEqualTo("\"shop\".\"users\"");
        assertThat(name.last()).isEqualTo(Identifier.of("users"));
        assertThatIllegalArgumentException().isThrownBy(() -> new QualifiedName(List.of()));
    }
}
