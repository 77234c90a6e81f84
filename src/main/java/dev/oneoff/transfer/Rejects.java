package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.util.ArrayList;
import java.util.List;

/** Records that cannot be sent to the server, to be written down once the COPY is over. For one thread. */
final class Rejects {

    private static final int MANY = 1_000_000;

    private final Session session;
    private final List<String> lines = new ArrayList<>();
    private final List<String> codes = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();

    Rejects(Session session) {
        this.session = session;
    }

    void add(long line, String code, String reason) {
        if (lines.size() == MANY) {
            throw new OneoffException(
                    FailureKind.INPUT_REJECTED,
                    "line " + line + ": more than a million rows before it are no rows of this file, the last for: "
                            + reason + ".",
                    "Look whether the separator and the encoding are the right ones.");
        }
        lines.add(Long.toString(line));
        codes.add(code);
        reasons.add(reason);
    }

    void write() {
        if (lines.isEmpty()) {
            return;
        }
        session.update(Sql.of("""
                        INSERT INTO oneoff_reject (line, place, code, reason)
                        SELECT line, 0, code, reason
                        FROM unnest(
                            CAST(string_to_array(:lines, chr(31)) AS bigint[]),
                            string_to_array(:codes, chr(31)),
                            string_to_array(:reasons, chr(31))) AS r (line, code, reason)""")
                .with("lines", String.join("\u001f", lines))
                .with("codes", String.join("\u001f", codes))
                .with("reasons", String.join("\u001f", reasons)));
    }
}
