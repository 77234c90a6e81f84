package dev.oneoff.transfer.file;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.util.Locale;
import java.util.Optional;

/**
 * What the name of a file says.
 *
 * @param table the name of the table that it is named after
 * @param ending of the format, with its dot, as it is written
 * @param zipped whether it is compressed by gzip
 */
public record FileName(String table, String ending, Format format, boolean zipped) {

    /** Returns the one that a stream has, which has no name of its own. */
    FileName in(String of, boolean compressed) {
        return new FileName(of, ending, format, compressed);
    }

    /**
     * Reads a name.
     *
     * @param format what is said of it; empty for what its ending says
     * @throws OneoffException USAGE when neither names one
     */
    public static FileName of(String path, Optional<Format> format) {
        String name = path.substring(path.replace('\\', '/').lastIndexOf('/') + 1);
        boolean zipped = name.toLowerCase(Locale.ROOT).endsWith(".gz");
        String plain = zipped ? name.substring(0, name.length() - 3) : name;
        int dot = plain.lastIndexOf('.');
        if (format.isEmpty() && name.equals("-")) {
            throw new OneoffException(
                    FailureKind.USAGE, "import - names no format.", "Say it: --format csv, tsv, json or ndjson.");
        }
        Format known = format.orElseGet(() -> Format.of(path));
        // What an import has rejected is mended in a file beside the first one.
        String table = (dot < 0 ? plain : plain.substring(0, dot)).replaceFirst("\\.rejects(-\\d+)?$", "");
        String ending = dot < 0 ? "." + known.ending() : plain.substring(dot);
        return new FileName(table, ending, known, zipped);
    }
}
