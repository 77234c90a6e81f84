package dev.oneoff.transfer.export.mask;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * A file of rules.
 *
 * @param named as the user named it
 * @param rules by {@code column}, {@code table.column} or {@code schema.table.column}
 * @param sha256 of the file, in hexadecimal digits
 */
public record MaskFile(String named, Map<String, MaskRule> rules, String sha256) {

    private static final long LONGEST = 1 << 20;

    /** Copies the rules. */
    public MaskFile {
        rules = Map.copyOf(rules);
    }

    /**
     * Reads one.
     *
     * @throws OneoffException INPUT_REJECTED with everything that is wrong with it
     */
    public static MaskFile read(String named, Path folder) {
        Path path = folder.resolve(named);
        try {
            if (Files.size(path) > LONGEST) {
                throw rejected(named + " is longer than 1 MiB.", "Keep nothing but rules in it.");
            }
            byte[] bytes = Files.readAllBytes(path);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new MaskFile(
                    named, new MaskYaml(named).read(bytes), HexFormat.of().formatHex(digest));
        } catch (IOException e) {
            throw rejected(
                    named + " cannot be read" + (Files.exists(path) ? "." : ": there is no such file."),
                    "It was looked for in " + path.toAbsolutePath().getParent() + ".");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Returns the rule of a column, the one that names its table first. */
    public Optional<MaskRule> rule(String schema, String table, String column) {
        return Optional.ofNullable(rules.get(schema + "." + table + "." + column))
                .or(() -> Optional.ofNullable(rules.get(table + "." + column)))
                .or(() -> rule(column));
    }

    /** Returns the rule of a column of no table. */
    public Optional<MaskRule> rule(String column) {
        return Optional.ofNullable(rules.get(column));
    }

    private static OneoffException rejected(String what, String next) {
        return new OneoffException(FailureKind.INPUT_REJECTED, what, next);
    }
}
