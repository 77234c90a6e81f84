package dev.oneoff.output;

import dev.oneoff.failure.Failure;
import java.util.List;
import java.util.Optional;

/**
 * What every command answers in JSON, whatever its outcome. {@code docs/reference/output.schema.json} is its schema.
 *
 * @param command the words of the command; empty when the command line could not be read
 * @param run the id of the recorded run; empty when nothing was recorded
 * @param release empty when it is not known yet
 * @param database empty when it is not known yet
 * @param report empty when it failed before there was a result
 * @param failure empty when it is done
 */
public record Envelope(
        String command,
        Optional<String> run,
        Optional<String> release,
        Optional<Place> database,
        boolean dryRun,
        Optional<Report> report,
        List<String> warnings,
        Optional<Failure> failure) {

    public Envelope {
        warnings = List.copyOf(warnings);
    }

    /**
     * Which database it was; never a secret.
     *
     * @param host {@code embedded} for a file
     */
    public record Place(String host, String name, String user) {}
}
