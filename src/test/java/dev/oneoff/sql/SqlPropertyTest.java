package dev.oneoff.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Random scripts made of the pieces that are easy to get wrong. {@code -Doneoff.seed=N} repeats a run. */
class SqlPropertyTest {

    private static final int SCRIPTS = 20_000;

    private static final String[] PIECES = {
        "'",
        "''",
        "\"",
        "\"\"",
        "\\",
        "\\'",
        "E'",
        "e'",
        "U&'",
        "u&\"",
        "B'",
        "X'",
        "N'",
        "$",
        "$$",
        "$a$",
        "$A$",
        "$1",
        "a$b",
        "--",
        "/*",
        "*/",
        "/*+",
        ";",
        ";",
        ";",
        "(",
        ")",
        "[",
        "]",
        ",",
        ".",
        "..",
        ":",
        "::",
        ":=",
        "?",
        "?|",
        "->>",
        "@>",
        "+",
        "-",
        "*",
        "/",
        "1",
        "1.5",
        ".5",
        "1e",
        "1e-3",
        "0x1F",
        "1_000",
        " ",
        " ",
        " ",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "\f",
        "\uFEFF",
        "\u00A0",
        "\u00E9",
        "\uD83D\uDE00",
        "\uD83D",
        "\0",
        "x",
        "SELECT",
        "CREATE",
        " OR ",
        " REPLACE ",
        " FUNCTION ",
        " PROCEDURE ",
        " RULE ",
        " BEGIN ",
        " ATOMIC ",
        " CASE ",
        " END ",
        " AS ",
        "COPY t ",
        " FROM ",
        " STDIN ",
        "\n\\.\n",
        " INDEX ",
        " CONCURRENTLY ",
        " IF NOT EXISTS ",
        " ON ",
        "DROP ",
        "REINDEX ",
        "ROLLBACK ",
        " TO ",
        "t"
    };

    private final long seed = Long.getLong("oneoff.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void nothingIsLostAndNothingElseIsThrown() {
        System.out.println("SqlPropertyTest: -Doneoff.seed=" + seed);
        for (int i = 0; i < SCRIPTS; i++) {
            String script = script();
            try {
                check(script);
            } catch (OneoffException e) {
                assertThat(e.kind()).isEqualTo(FailureKind.INPUT_REJECTED);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", script: <" + script + ">", e);
            }
        }
    }

    private String script() {
        StringBuilder script = new StringBuilder();
        int length = random.nextInt(30);
        for (int i = 0; i < length; i++) {
            script.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return script.toString();
    }

    private static void check(String script) {
        List<Statement> statements = SqlScript.statements(script);
        for (Statement statement : statements) {
            assertThat(script).contains(statement.text());
            assertThat(joined(statement.tokens())).isEqualTo(statement.text());
            statement.controlsTransaction();
            statement.isCopyFromStdin();
            statement.concurrentIndex();
        }
        List<Token> tokens = Tokens.of(script);
        assertThat(joined(tokens)).isEqualTo(script);
        if (statements.stream().noneMatch(Statement::isCopyFromStdin)) {
            assertThat(statements).allMatch(statement -> standsAt(tokens, statement));
        }
    }

    private static boolean standsAt(List<Token> tokens, Statement statement) {
        Token first = statement.tokens().get(0);
        return tokens.stream().anyMatch(token -> token.equals(first));
    }

    private static String joined(List<Token> tokens) {
        return tokens.stream().map(Token::text).collect(Collectors.joining());
    }
}
