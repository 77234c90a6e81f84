package dev.oneoff.datafix.script;

import dev.oneoff.datafix.script.Section.Kind;
import dev.oneoff.datafix.statement.Refusal;
import dev.oneoff.sql.Statement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A data fix as it is written.
 *
 * @param id the file's name without {@code .sql}
 * @param file the file's name as people know it
 * @param header what it says of itself
 * @param sections its statements
 * @param checksum over everything that may not change half-way, 64 hexadecimal digits
 * @param text the whole file, kept in the ledger
 * @param code what changes the rows where no statement does
 */
public record FixScript(
        String id,
        String file,
        Header header,
        List<Section> sections,
        String checksum,
        String text,
        Optional<Code> code) {

    /** Copies the sections. */
    public FixScript {
        sections = List.copyOf(sections);
    }

    /**
     * Reads a script.
     *
     * @param file its path as messages name it
     * @throws dev.oneoff.failure.OneoffException INPUT_REJECTED with file and line
     */
    public static FixScript read(String id, String file, String text) {
        Optional<Code> code = Code.of(text);
        String named = code.map(found -> "class " + found.className()).orElse(file);
        Refusal errors = new Refusal(named);
        String sql = withoutMark(text);
        HeaderLines lines = HeaderLines.of(sql.lines().toList(), errors);
        Header header = new HeaderReader(lines, errors).read();
        List<Section> sections = SectionLines.of(sql, errors);
        FixScript script = new FixScript(id, named, header, sections, checksum(lines, sections, code), text, code);
        script.requireSense(errors, lines);
        return script;
    }

    /** Reads the script of a class. */
    public static FixScript read(String id, Code code, String text) {
        return read(id, "", text.stripTrailing() + "\n" + code.line() + "\n");
    }

    /** Returns the statements of a section; none when the script does not have it. */
    public List<Statement> statements(Kind kind) {
        return sections.stream()
                .filter(section -> section.kind() == kind)
                .findFirst()
                .map(Section::statements)
                .orElse(List.of());
    }

    /** Returns the one statement of a section that has one. */
    public Optional<Statement> statement(Kind kind) {
        return statements(kind).stream().findFirst();
    }

    /** Returns what rejects this script. */
    public Refusal errors() {
        return new Refusal(file);
    }

    /**
     * Requires that whoever runs it can give what it wants. For scripts as they lie there: one that was begun has its values.
     *
     * @throws dev.oneoff.failure.OneoffException INPUT_REJECTED with file and line
     */
    public FixScript requireGivable() {
        HeaderLines lines = HeaderLines.of(withoutMark(text).lines().toList(), errors());
        lines.get(HeaderKey.PARAMS)
                .filter(params -> header.phase() == Header.Phase.RELEASE)
                .ifPresent(params -> {
                    throw errors().at(
                                    params.line(),
                                    "params in a fix with phase: release; migrate --fixes gives no parameters",
                                    "Write the values into the statements, or take the line phase: release out and run: oneoff"
                                            + " datafix apply " + id + " --param NAME=VALUE");
                });
        return this;
    }

    private void requireSense(Refusal errors, HeaderLines lines) {
        if (code.isPresent()) {
            new CodeSense(this, lines, errors).require();
        } else if (statements(Kind.APPLY).isEmpty()) {
            throw errors.at(1, "there is no statement that changes anything", "Write the UPDATE, DELETE or INSERT.");
        }
        for (Kind single : List.of(Kind.FIND, Kind.VERIFY, Kind.CHECK)) {
            List<Statement> statements = statements(single);
            if (statements.size() > 1) {
                throw errors.at(
                        statements.get(1).start().line(),
                        "the section " + single.word() + " has a second statement",
                        "Keep one SELECT in it.");
            }
            statements.stream()
                    .filter(statement -> !statement.startsWith("SELECT") && !statement.startsWith("WITH"))
                    .findFirst()
                    .ifPresent(other -> {
                        throw errors.at(
                                other.start().line(),
                                "the section " + single.word() + " is not a SELECT",
                                "It only reads; what changes rows stands in apply.");
                    });
        }
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static String checksum(HeaderLines lines, List<Section> sections, Optional<Code> code) {
        StringBuilder all = new StringBuilder();
        for (HeaderKey key : HeaderKey.values()) {
            if (key.inChecksum()) {
                lines.get(key)
                        .ifPresent(entry -> all.append(key.word())
                                .append('=')
                                .append(entry.text())
                                .append('\n'));
            }
        }
        for (Section section : sections) {
            all.append('[').append(section.kind().word()).append("]\n");
            for (Statement statement : section.statements()) {
                all.append(statement.text().replaceAll("\\R", "\n")).append(";\n");
            }
        }
        code.ifPresent(found -> all.append(found.line()).append('\n'));
        try {
            byte[] bytes = all.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
