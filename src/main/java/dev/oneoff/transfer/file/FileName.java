package dev.oneoff.transfer.file;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.util.Locale;

/**
 * What the name of a file says.
 *
 * @param table the name of the table that it is named after
 * @param separator between two fields
 * @param zipped whether it is compressed by gzip
 */
public record FileName(String table, char separator, boolean zipped) {

    /**
     * Reads a name.
     *
     * @throws OneoffException USAGE when its ending names no format
     */
    public static FileName of(String path) {
        String name = path.substring(path.replace('\\', '/').lastIndexOf('/') + 1);
        boolean zipped = name.toLowerCase(Locale.ROOT).endsWith(".gz");
        String plain = zipped ? name.substring(0, name.length() - 3) : name;
        int dot = plain.lastIndexOf('.');
        String ending = dot < 0 ? "" : plain.substring(dot + 1).toLowerCase(Locale.ROOT);
        char separator = switch (ending) {
            case "csv" -> ',';
            case "tsv" -> '\t';
            default ->
                throw new OneoffException(
                        FailureKind.USAGE,
                        "The ending of " + path + " names no format that can be imported.",
                        "Give it one of: .csv, .tsv, each also with .gz.");
        };
        // What an import has rejected is mended in a file beside the first one.
        String table = plain.substring(0, dot).replaceFirst("\\.rejects(-\\d+)?$", "");
        return new FileName(table, separator, zipped);
    }
}
