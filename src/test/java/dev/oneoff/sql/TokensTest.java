package dev.oneoff.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.CaseFile;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokensTest {

    static List<CaseFile.Case> cases() {
        return CaseFile.read(TokensTest.class, "tokens.txt");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void namesEachToken(CaseFile.Case each) {
        String found = Tokens.of(each.input()).stream()
                .filter(token -> token.kind() != TokenKind.WHITESPACE)
                .map(token -> token.kind() + " " + token.text())
                .collect(Collectors.joining("\n"));

        assertThat(found).isEqualTo(each.expected().get(0).text());
    }

    @Test
    void countsLinesByAnyLineEndAndColumnsByCodePoint() {
        List<Position> words = Tokens.of("\uFEFFa\tb\r\nc\rd\n\uD83D\uDE00 e").stream()
                .filter(token -> token.kind() == TokenKind.WORD)
                .map(Token::start)
                .toList();

        assertThat(words)
                .containsExactly(
                        new Position(1, 1),
                        new Position(1, 3),
                        new Position(2, 1),
                        new Position(3, 1),
                        new Position(4, 1),
                        new Position(4, 3));
    }
}
