package dev.oneoff.pace;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.database.Verdict;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.sql.SqlScript;
import dev.oneoff.sql.Statement;
import dev.oneoff.sql.Token;
import dev.oneoff.sql.TokenKind;
import java.util.List;
import java.util.function.Consumer;

/** A SELECT of the application's: a run waits while its first value is true. No row and NULL let it go. */
public final class Throttle implements Signal {

    private static final String HINT =
            "Nothing was changed. Write one SELECT whose one column is true or false, such as:"
                    + " SELECT count(*) > 1000 FROM jobs WHERE done_at IS NULL";

    private final Sql query;
    private final String source;
    private final FailureKind kind;

    private Throttle(Sql query, String source, FailureKind kind) {
        this.query = query;
        this.source = source;
        this.kind = kind;
    }

    /** Reads one that was given on the command line. */
    public static Throttle ofFlag(String text) {
        return of(text, "--throttle", FailureKind.USAGE);
    }

    /** Reads one that stands in {@code oneoff.yaml}. */
    public static Throttle ofFile(String text) {
        return of(text, "datafix.throttle in oneoff.yaml", FailureKind.CONFIGURATION);
    }

    private static Throttle of(String text, String source, FailureKind kind) {
        List<Statement> statements = SqlScript.statements(text);
        if (statements.size() != 1) {
            throw new OneoffException(kind, source + " has " + statements.size() + " statements.", HINT);
        }
        StringBuilder one = new StringBuilder();
        for (Token token : statements.get(0).tokens()) {
            // An operator with a question mark has it twice, as pgjdbc wants it.
            one.append(token.kind() == TokenKind.OPERATOR ? token.text().replace("?", "??") : token.text());
        }
        return new Throttle(
                Sql.positional("SELECT oneoff_throttle.* FROM (" + one + "\n) AS oneoff_throttle LIMIT 1", List.of()),
                source,
                kind);
    }

    /** Asks the server whether it is a query of that form; does not run it. */
    public void require(Session session) {
        Verdict<String> types = session.columnTypes(query);
        if (types.complaint().isPresent()) {
            throw new OneoffException(
                    kind, source + " is refused: " + types.complaint().get().text() + ".", HINT);
        }
        if (!types.rows().equals(List.of("bool"))) {
            throw new OneoffException(
                    kind, source + " returns " + String.join(", ", types.rows()) + ", not one boolean.", HINT);
        }
    }

    @Override
    public void read(Session session, Consumer<Reading> says) {
        boolean waits = session.list(query, row -> row.flag(1)).contains(true);
        says.accept(waits ? Reading.hold("the throttle query says so") : Reading.QUIET);
    }
}
