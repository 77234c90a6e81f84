package dev.oneoff.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Reads a table of cases: each begins with {@code === its name}, then the input, and after each line {@code --- a heading}
 * one expected block. {@code <CR>}, {@code <BOM>}, {@code <TAB>} and {@code <NUL>} stand for the characters.
 */
public final class CaseFile {

    /** One case. */
    public record Case(String name, String input, List<Block> expected) {

        @Override
        public String toString() {
            return name;
        }
    }

    /** What stands under a heading. */
    public record Block(String heading, String text) {}

    private CaseFile() {}

    /** Reads the cases of a file that lies beside a class. */
    public static List<Case> read(Class<?> beside, String file) {
        List<Case> cases = new ArrayList<>();
        for (String part : text(beside, file).split("(?m)^=== ", -1)) {
            if (!part.isBlank()) {
                cases.add(one(part));
            }
        }
        return cases;
    }

    /** Reads lines of {@code expected | input}; those that begin with # are comments. */
    public static List<String[]> readLines(Class<?> beside, String file) {
        return text(beside, file)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.strip().split(" +\\| +", -1))
                .toList();
    }

    private static Case one(String part) {
        int nameEnd = part.indexOf('\n');
        String[] blocks = part.substring(nameEnd + 1).split("(?m)^--- ?", -1);
        List<Block> expected = new ArrayList<>();
        for (String block : List.of(blocks).subList(1, blocks.length)) {
            int headingEnd = block.indexOf('\n');
            expected.add(new Block(block.substring(0, headingEnd), clean(block.substring(headingEnd + 1))));
        }
        return new Case(part.substring(0, nameEnd), clean(blocks[0]), expected);
    }

    private static String clean(String text) {
        return text.stripTrailing()
                .replace("<CR>", "\r")
                .replace("<BOM>", "\uFEFF")
                .replace("<TAB>", "\t")
                .replace("<NUL>", "\0");
    }

    private static String text(Class<?> beside, String file) {
        try (InputStream in = beside.getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
