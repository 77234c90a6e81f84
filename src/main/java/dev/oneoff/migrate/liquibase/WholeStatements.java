package dev.oneoff.migrate.liquibase;

import dev.oneoff.sql.SqlScript;
import dev.oneoff.sql.Statement;
import dev.oneoff.sql.Token;
import dev.oneoff.sql.TokenKind;
import java.util.List;
import liquibase.Scope;
import liquibase.change.AbstractSQLChange;
import liquibase.change.Change;
import liquibase.changelog.ChangeSet;
import liquibase.parser.LiquibaseSqlParser;
import liquibase.util.StandardSqlParser;
import liquibase.util.StringClauses;
import org.jspecify.annotations.Nullable;

/**
 * Splits SQL for Liquibase: the stock splitter counts BEGIN and END, and cuts dollar-quoted bodies apart
 * (liquibase#5538, #6403). Found by ServiceLoader, so it is also there in an application that has oneoff on its class
 * path: it only takes part inside our own scope. Checksums do not depend on the splitting.
 */
public final class WholeStatements implements LiquibaseSqlParser {

    private final StandardSqlParser stock = new StandardSqlParser();
    private volatile Split last = new Split("", List.of());

    @Override
    public int getPriority() {
        return EngineScope.isOurs(Scope.getCurrentScope()) ? PRIORITY_SPECIALIZED : PRIORITY_NOT_APPLICABLE;
    }

    @Override
    public StringClauses parse(String sql) {
        return parse(sql, false, false, null);
    }

    @Override
    public StringClauses parse(String sql, boolean preserveWhitespace, boolean preserveComments) {
        return parse(sql, preserveWhitespace, preserveComments, null);
    }

    @Override
    public StringClauses parse(
            String sql, boolean preserveWhitespace, boolean preserveComments, @Nullable ChangeSet changeSet) {
        if (changeSet != null && hasOwnDelimiter(changeSet)) {
            return stock.parse(sql, preserveWhitespace, preserveComments, changeSet);
        }
        StringClauses clauses = new StringClauses("");
        for (Statement statement : split(sql)) {
            clauses.append(new Piece(preserveComments ? statement.text() : withoutComments(statement)));
            clauses.append(new Piece(";"));
        }
        return clauses;
    }

    // Liquibase has the text of a change split three times in a row.
    private List<Statement> split(String sql) {
        Split latest = last;
        if (!latest.sql().equals(sql)) {
            latest = new Split(sql, SqlScript.statements(sql));
            last = latest;
        }
        return latest.statements();
    }

    private static boolean hasOwnDelimiter(ChangeSet changeSet) {
        for (Change change : changeSet.getChanges()) {
            if (change instanceof AbstractSQLChange sql
                    && sql.getEndDelimiter() != null
                    && !sql.getEndDelimiter().equals(";")) {
                return true;
            }
        }
        return false;
    }

    private static String withoutComments(Statement statement) {
        StringBuilder text = new StringBuilder(statement.text().length());
        for (Token token : statement.tokens()) {
            boolean hint = token.text().startsWith("/*+");
            if (token.kind() != TokenKind.COMMENT || hint) {
                text.append(token.text());
            } else if (token.text().indexOf('\n') >= 0) {
                text.append('\n');
            } else {
                text.append(' ');
            }
        }
        return text.toString();
    }

    /** A text and its statements. */
    private record Split(String sql, List<Statement> statements) {}

    /** A piece of text that Liquibase leaves alone. */
    private record Piece(String text) implements StringClauses.LiteralClause {
        @Override
        public String toString() {
            return text;
        }
    }
}
