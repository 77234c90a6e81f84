package dev.oneoff.sql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a script into statements at the semicolons that end one: not those in strings, dollar quotes, comments, quoted
 * names, BEGIN ATOMIC bodies and the actions of CREATE RULE. Thread-safe; nothing is kept.
 *
 * <p>The lines of data after COPY … FROM STDIN are passed over up to the line {@code \.}, as psql does, so that a caller can
 * refuse the statement for what it is. psql commands are not understood and stay in the text.
 */
public final class SqlScript {

    private final Lexer lexer;
    private final String sql;
    private final List<Statement> found = new ArrayList<>();
    private Body body = new Body();
    private @Nullable Token first;
    private boolean holdsMoreThanHints;
    private int from;
    private int to;

    private SqlScript(String sql) {
        this.sql = sql;
        this.lexer = new Lexer(sql, Position.START);
    }

    /**
     * Returns the statements in their order; pieces that hold only comments and blanks are none.
     *
     * @param sql the script; a byte order mark before it is fine, line ends may be LF, CRLF or CR
     * @throws dev.oneoff.failure.OneoffException (input rejected) with line and column where something is opened and not
     *     closed
     */
    public static List<Statement> statements(String sql) {
        return new SqlScript(sql).split();
    }

    private List<Statement> split() {
        while (lexer.hasNext()) {
            int offset = lexer.offset();
            Token token = lexer.next();
            if (token.kind() == TokenKind.SEMICOLON && !body.isOpen()) {
                finish();
            } else if (!token.isSkipped() || token.isHint()) {
                take(token, offset);
            }
        }
        body.innermost().ifPresent(open -> {
            throw unclosed(open);
        });
        finish();
        return List.copyOf(found);
    }

    private void take(Token token, int offset) {
        if (first == null) {
            first = token;
            from = offset;
        }
        holdsMoreThanHints |= !token.isHint();
        to = offset + token.text().length();
        body.see(token);
    }

    private void finish() {
        if (first != null && holdsMoreThanHints) {
            Statement statement = new Statement(sql.substring(from, to), first.start());
            found.add(statement);
            if (statement.isCopyFromStdin()) {
                lexer.skipCopyData();
            }
        }
        body = new Body();
        first = null;
        holdsMoreThanHints = false;
    }

    private static RuntimeException unclosed(Token open) {
        Unclosed what = open.isWord("BEGIN")
                ? Unclosed.ATOMIC_BODY
                : open.isWord("CASE") ? Unclosed.CASE : Unclosed.RULE_ACTIONS;
        return what.at(open.start());
    }
}
