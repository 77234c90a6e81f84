package dev.oneoff.migrate.liquibase;

import dev.oneoff.failure.Failure;
import dev.oneoff.migrate.ChangesetId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liquibase.Scope;
import liquibase.resource.Resource;
import org.jspecify.annotations.Nullable;

/** Finds the line of a changeset, or of the statement in it that failed, in the file it was written in. */
final class FailurePlace {

    private static final int LONGEST_STATEMENT = 2000;

    private final ChangesetId id;
    private final @Nullable String statement;
    private final OptionalInt position;

    /**
     * Names what failed.
     *
     * @param statement the SQL as it was sent; null when none was running
     * @param position where in it the server saw the error, in characters from 1
     */
    FailurePlace(ChangesetId id, @Nullable String statement, OptionalInt position) {
        this.id = id;
        this.statement = statement;
        this.position = position;
    }

    /** Adds file, line and statement to a failure, as far as they can be told. */
    Failure addTo(Failure failure) {
        Failure placed = failure.with("changeset", id.toString()).with("file", id.file());
        OptionalInt line = line();
        if (line.isPresent()) {
            placed = placed.with("line", Integer.toString(line.getAsInt()));
        }
        if (statement == null) {
            return placed;
        }
        boolean tooLong = statement.length() > LONGEST_STATEMENT;
        return placed.with("statement", tooLong ? statement.substring(0, LONGEST_STATEMENT) + " …" : statement);
    }

    private OptionalInt line() {
        Optional<String> text = text();
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        String file = text.get().replace("\r\n", "\n");
        Matcher header = Pattern.compile("(?m)^.*(--\\s*changeset\\s+[^:\\n]*:\"?" + Pattern.quote(id.id())
                        + "\\b|\\bid\"?\\s*[:=]\\s*[\"']?" + Pattern.quote(id.id()) + "[\"'\\s,>]).*$")
                .matcher(file);
        if (!header.find()) {
            return OptionalInt.empty();
        }
        int at = header.start();
        if (statement != null) {
            String sent = statement.replace("\r\n", "\n");
            int found = file.indexOf(sent, header.start());
            if (found >= 0) {
                at = found + Math.min(sent.length(), Math.max(0, position.orElse(1) - 1));
            }
        }
        return OptionalInt.of(
                1 + (int) file.substring(0, at).chars().filter(c -> c == '\n').count());
    }

    private Optional<String> text() {
        try {
            Resource resource = Scope.getCurrentScope().getResourceAccessor().get(id.file());
            if (resource == null || !resource.exists()) {
                return Optional.empty();
            }
            try (InputStream in = resource.openInputStream()) {
                return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // A logical file path, or a file that just went away: then the line stays unsaid.
            return Optional.empty();
        }
    }
}
