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
        List<Statement> all = SqlScript.statements(sql);
        int next = 0;
        for (Token token : Tokens.of(sql)) {
            Optional<Kind> kind = token.kind() == TokenKind.COMMENT ? kind(token.text()) : Optional.empty();
            if (kind.isPresent()) {
                int line = token.start().line();
                while (next < all.size() && all.get(next).start().line() < line) {
                    statements.add(whole(all.get(next++), line));
                }
                begin(kind.get(), line);
            }
        }
        statements.addAll(all.subList(next, all.size()));
        end(Math.toIntExact(sql.lines().count()));
        return sections;
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

    private Statement whole(Statement statement, int line) {
        int begin = statement.start().line();
        if (begin + statement.text().lines().count() > line) {
            throw errors.at(
                    line,
                    "a section begins inside the statement that began in line " + begin,
                    "End the statement with a semicolon, or change the comment.");
        }
        return statement;
    }
}
