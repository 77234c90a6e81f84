package dev.oneoff.transfer;

import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where rejected rows go, and what is wrong with them.
 *
 * @param file as the user named it; empty for one of its own beside the file that is imported
 * @param stream where the rows go instead, when the transaction is over
 * @param report how it is written what is wrong with them; empty for CSV, or for nothing where the rows go to a stream
 * @param command the command line that imports a file with mended ones
 */
public record Rejecting(
        Optional<String> file, Optional<OutputStream> stream, Optional<Report> report, UnaryOperator<String> command) {

    /** How it is written what is wrong with rows. */
    public enum Report {
        /** A record for each mistake. */
        CSV,
        /** An array with an object for each mistake. */
        JSON;

        String ending() {
            return ".report." + name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns how it is written; empty when it is not. */
    Optional<Report> form() {
        return stream.isPresent() ? report : report.or(() -> Optional.of(Report.CSV));
    }
}
