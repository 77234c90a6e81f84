package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.rows.Flaw;
import java.util.ArrayList;
import java.util.List;

/** Records that cannot be sent to the server, to be written down once the COPY is over. For one thread. */
final class Rejects {

    private static final int MANY = 1_000_000;

    private final Session session;
    private final Heading heading;
    private final List<String> fields = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final List<String> places = new ArrayList<>();
    private final List<String> codes = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();

    Rejects(Session session, Heading heading) {
        this.heading = heading;
        this.session = session;
    }

    void add(long line, Flaw flaw) {
        if (lines.size() == MANY) {
            throw new OneoffException(
                    FailureKind.INPUT_REJECTED,
                    "line " + line + ": more than a million rows before it are no rows of this file, the last for: "
                            + flaw.reason() + ".",
                    "Look whether the separator and the encoding are the right ones.");
        }
        lines.add(Long.toString(line));
        fields.add(heading.named(flaw.place()));
        places.add(Integer.toString(flaw.place()));
        codes.add(flaw.code());
        reasons.add(flaw.reason());
    }

    void write() {
        if (lines.isEmpty()) {
            return;
        }
        session.update(Sql.of("""
                        INSERT INTO oneoff_reject (line, place, field, code, reason)
                        SELECT line, place, nullif(field, ''), code, reason
                        FROM unnest(
                            CAST(string_to_array(:lines, chr(31)) AS bigint[]),
                            CAST(string_to_array(:places, chr(31)) AS int[]),
                            string_to_array(:fields, chr(31)),
                            string_to_array(:codes, chr(31)),
                            string_to_array(:reasons, chr(31))) AS r (line, place, field, code, reason)""")
                .with("lines", String.join("\u001f", lines))
                .with("places", String.join("\u001f", places))
                .with("fields", String.join("\u001f", fields))
                .with("codes", String.join("\u001f", codes))
                .with("reasons", String.join("\u001f", reasons)));
    }
}
