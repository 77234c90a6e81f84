package dev.oneoff.datafix.script;

import dev.oneoff.datafix.script.Section.Kind;
import dev.oneoff.datafix.statement.Refusal;
import dev.oneoff.sql.SqlScript;
import dev.oneoff.sql.Statement;
import dev.oneoff.sql.Token;
import dev.oneoff.sql.TokenKind;
import dev.oneoff.sql.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts a script at its section lines, comments that hold one of four words and nothing else. */
final class SectionLines {

    private final Refusal errors;
    private final List<Section> sections = new ArrayList<>();
    private List<Statement> statements = new ArrayList<>();
    private Kind current = Kind.APPLY;
    private boolean named;

    private SectionLines(Refusal errors) {
        this.errors = errors;
    }

    /** Returns the section that a line begins; empty for every other line. */
    static Optional<Kind> kind(String line) {
        String text = line.strip();
        return text.startsWith("--") ? Kind.of(text.substring(2).strip()) : Optional.empty();
    }

    /** Returns the sections in order; a line inside a string begins none. */
    static List<Section> of(String sql, Refusal errors) {
        return new SectionLines(errors).cut(sql);
    }

    private List<Section> cut(String sql) {
        List<Token> lines = sectionLines(sql);
        List<Statement> all = SqlScript.statements(ended(sql, lines));
        int next = 0;
        for (Token line : lines) {
            while (next < all.size()
                    && all.get(next).start().line() < line.start().line()) {
                statements.add(all.get(next++));
            }
            begin(kind(line.text()).orElseThrow(), line.start().line());
        }
        statements.addAll(all.subList(next, all.size()));
        end(Math.toIntExact(sql.lines().count()));
        return sections;
    }

    /** Returns the comments that begin a section; none may stand in brackets. */
    private List<Token> sectionLines(String sql) {
        List<Token> lines = new ArrayList<>();
        int open = 0;
        for (Token token : Tokens.of(sql)) {
            open += token.isSymbol("(") || token.isSymbol("[")
                    ? 1
                    : token.isSymbol(")") || token.isSymbol("]") ? -1 : 0;
            if (token.kind() == TokenKind.COMMENT && kind(token.text()).isPresent()) {
                if (open > 0) {
                    throw errors.at(
                            token.start().line(),
                            "a section begins inside brackets",
                            "Close them before it, or change the comment.");
                }
                lines.add(token);
            }
        }
        return lines;
    }

    /** Returns the text with a semicolon in place of each of the lines: a section ends its last statement. */
    private static String ended(String sql, List<Token> lines) {
        StringBuilder text = new StringBuilder();
        for (Token token : Tokens.of(sql)) {
            boolean ends = lines.contains(token);
            text.append(ends ? ";" + " ".repeat(token.text().length() - 1) : token.text());
        }
        return text.toString();
    }

    private void begin(Kind kind, int line) {
        end(line);
        if (sections.stream().anyMatch(section -> section.kind() == kind)) {
            throw errors.at(
                    line,
                    "the section " + kind.word() + " is there twice; statements before the first section are apply",
                    "Put all of it into one.");
        }
        current = kind;
        named = true;
        statements = new ArrayList<>();
    }

    private void end(int line) {
        if (!statements.isEmpty()) {
            sections.add(new Section(current, statements));
        } else if (named) {
            throw errors.at(
                    line, "the section " + current.word() + " is empty", "Write its statement, or take the line out.");
        }
    }
}
