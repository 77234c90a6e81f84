package dev.oneoff.datafix.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What stands for the parameters and the rows of a script while the server only looks at its statements.
 *
 * @param server whether it is a server, which takes a table of WITH and folds constants
 * @param params types by name
 */
record StandIns(boolean server, Map<String, String> params) {

    /** Returns what stands for each placeholder. */
    Map<String, String> meanings(Optional<Work> work) {
        Map<String, String> meanings = new HashMap<>();
        params.forEach((name, type) -> meanings.put(name, value().formatted(type)));
        work.filter(given -> given.kind() == Work.Kind.KEYS)
                .ifPresent(given -> meanings.put(Work.PLACEHOLDER, given.selected()));
        return meanings;
    }

    /** Returns the beginning of a statement that may mean the rows; nothing where they are a table of the session's own. */
    String with(Work work) {
        return !server ? "" : "WITH " + work.shaped(value()) + " ";
    }

    private String value() {
        // A constant could be folded, and hide what the statement reads.
        return server ? "CAST(pg_catalog.current_setting('oneoff.parameter', TRUE) AS %s)" : "CAST(NULL AS %s)";
    }
}
