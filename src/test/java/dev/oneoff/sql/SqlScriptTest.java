package dev.oneoff.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.oneoff.failure.Failure.Fact;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.support.CaseFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SqlScriptTest {

    static List<CaseFile.Case> splits() {
        return CaseFile.read(SqlScriptTest.class, "statements.txt");
    }

    static List<CaseFile.Case> unclosed() {
        return CaseFile.read(SqlScriptTest.class, "unclosed.txt");
    }

    @ParameterizedTest
    @MethodSource("splits")
    void cutsWhereAStatementEnds(CaseFile.Case each) {
        List<CaseFile.Block> found = SqlScript.statements(each.input()).stream()
                .map(statement -> new CaseFile.Block(
                        statement.start().line() + ":" + statement.start().column(), statement.text()))
                .toList();

        assertThat(found).isEqualTo(each.expected());
    }

    @ParameterizedTest
    @MethodSource("unclosed")
    void saysWhatIsNotClosedWhereAndHowToMendIt(CaseFile.Case each) {
        OneoffException thrown = catchThrowableOfType(OneoffException.class, () -> SqlScript.statements(each.input()));

        assertThat(thrown).isNotNull();
        String[] place = each.expected().get(0).heading().split(":", -1);
        assertThat(thrown.kind()).isEqualTo(FailureKind.INPUT_REJECTED);
        assertThat(thrown.failure().title() + "\n" + thrown.failure().hint())
                .isEqualTo(each.expected().get(0).text());
        assertThat(thrown.failure().facts()).containsExactly(new Fact("line", place[0]), new Fact("column", place[1]));
    }

    @Test
    void tokensOfAStatementKeepTheirPlaceInTheScript() {
        Statement second = SqlScript.statements("SELECT 1;\n\n  SELECT\n  2;").get(1);

        List<Token> tokens = second.tokens();
        assertThat(tokens.get(tokens.size() - 1)).isEqualTo(new Token(TokenKind.NUMBER, "2", new Position(4, 3)));
    }

    @Test
    void anEmptyScriptHoldsNoStatement() {
        assertThat(SqlScript.statements("")).isEmpty();
    }

    @Test
    void aLongLineIsReadInOnePass() {
        String line = "SELECT 'x' /* c */; ".repeat(50_000);

        assertThat(SqlScript.statements(line)).hasSize(50_000);
    }
}
