package dev.oneoff.datafix.preview;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.datafix.plan.StepPlan;
import dev.oneoff.datafix.statement.Change;
import dev.oneoff.sql.Identifier;
import dev.oneoff.sql.Token;
import dev.oneoff.sql.TokenKind;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Finds what trying a statement out could leave behind although it is rolled back. Reads only. */
record SideEffects(Session session) {

    private static final String SEPARATOR = "\u001f";

    /**
     * Returns one of them; empty when a rollback takes everything back.
     *
     * @param cascade whether changes may go on into other tables
     */
    Optional<String> of(StepPlan step, boolean cascade) {
        Set<String> names = names(step.change());
        // ON DELETE SET DEFAULT, too, writes what a default says.
        boolean defaults = cascade || names.contains("default");
        if (session.dialect().embedded()) {
            return new EmbeddedEffects(session)
                    .of(step.target(), step.change().statement().text(), names, cascade, defaults);
        }
        Sql sql = Sql.of(SideEffectSql.FOUND)
                .with("table", step.target().quoted())
                .with("names", String.join(SEPARATOR, names))
                .with("cascades", cascade)
                .with("defaults", defaults);
        return session.list(sql, row -> row.text(2)).stream().findFirst();
    }

    /** All names there are in it: of what it calls, of views, of much else. */
    private static Set<String> names(Change change) {
        Set<String> names = new LinkedHashSet<>();
        for (Token token : change.statement().tokens()) {
            String text = token.text();
            if (token.kind() == TokenKind.WORD) {
                names.add(Identifier.folded(text).name());
            } else if (token.kind() == TokenKind.QUOTED_IDENTIFIER && text.length() > 2) {
                names.add(text.substring(1, text.length() - 1).replace("\"\"", "\""));
            }
        }
        return names;
    }
}
