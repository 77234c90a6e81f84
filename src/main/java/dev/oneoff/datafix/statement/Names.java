package dev.oneoff.datafix.statement;

import dev.oneoff.sql.Identifier;
import dev.oneoff.sql.Token;
import dev.oneoff.sql.TokenKind;
import java.util.Optional;

/** Reads a name as the catalogue has it. */
public final class Names {

    private Names() {}

    /** Returns the name a token means; empty when it is none, or written with Unicode escapes. */
    public static Optional<Identifier> of(Token token) {
        String text = token.text();
        if (token.kind() == TokenKind.WORD) {
            return Optional.of(Identifier.folded(text));
        }
        if (token.kind() == TokenKind.QUOTED_IDENTIFIER && text.startsWith("\"") && text.length() > 2) {
            return Optional.of(
                    Identifier.of(text.substring(1, text.length() - 1).replace("\"\"", "\"")));
        }
        return Optional.empty();
    }
}
