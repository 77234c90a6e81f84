package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.rows.Records;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Copies a file into a table of values at once, {@code oneoff_typed}, where every field is one as it stands: half the work of
 * staging texts first. The first value that is none ends the attempt, and nothing is left of it; who wants to know them all
 * stages texts.
 */
record TypedStaging(Session session, Heading heading, char separator, Texts texts) {

    /** Says whether it may be tried. */
    boolean possible() {
        return heading.lookups().isEmpty()
                && heading.fields().stream().allMatch(field -> field.value().equals(Field.raw(field.place())));
    }

    /** Copies all records; empty when one is not taken. */
    OptionalLong copy(Records records, Reading reading) throws IOException {
        session.execute("SAVEPOINT oneoff_typed_copy");
        try {
            Map<String, String> columns = columns();
            session.execute(columns.entrySet().stream()
                    .map(column -> column.getKey() + " " + column.getValue())
                    .collect(Collectors.joining(
                            ", ", "CREATE TEMPORARY TABLE oneoff_typed (oneoff_line bigint, ", ") ON COMMIT DROP")));
            String statement = "COPY oneoff_typed (oneoff_line, " + String.join(", ", columns.keySet())
                    + ") FROM STDIN " + Staging.form(separator, texts.values(), List.copyOf(columns.keySet()));
            List<Zoned> times = Zoned.of(heading.fields(), texts);
            OptionalLong count = new Feed(session, heading, separator, reading)
                    .copy(
                            statement,
                            records,
                            Long.MAX_VALUE,
                            read -> times.stream().allMatch(time -> time.clear(read)));
            if (count.isPresent()) {
                new Typing(session, heading).requireDomains();
                session.execute("ANALYZE oneoff_typed");
                session.execute("RELEASE SAVEPOINT oneoff_typed_copy");
                return count;
            }
        } catch (OneoffException e) {
            if (!AtOnce.ofTheFile(e)) {
                throw e;
            }
        }
        session.execute("ROLLBACK TO SAVEPOINT oneoff_typed_copy");
        return OptionalLong.empty();
    }

    /** Returns the columns with their types; there is none with a value that the file does not have. */
    private Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        heading.fields()
                .forEach(field ->
                        columns.put(field.column().quoted(), field.column().bare()));
        if (heading.sparse()) {
            columns.put("oneoff_given", "text");
        }
        return columns;
    }
}
