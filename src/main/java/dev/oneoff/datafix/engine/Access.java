package dev.oneoff.datafix.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.oneoff.sql.Identifier;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How a statement comes to the rows of a table, from EXPLAIN (FORMAT JSON).
 *
 * @param indexes what it reads them by
 * @param whole whether it reads all of the table, or of a partition
 */
public record Access(Set<String> indexes, boolean whole) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Copies the names. */
    public Access {
        indexes = Set.copyOf(indexes);
    }

    /** Says whether every row is found by an index. */
    public boolean byIndex() {
        return !whole && !indexes.isEmpty();
    }

    static Access of(List<String> lines, Identifier alias) {
        Set<String> indexes = new LinkedHashSet<>();
        boolean whole = collect(plan(lines), alias.name(), indexes);
        return new Access(indexes, whole);
    }

    /** Returns how many rows the planner expects. */
    static long rows(List<String> lines) {
        return plan(lines).path("Plan Rows").asLong();
    }

    private static JsonNode plan(List<String> lines) {
        try {
            return JSON.readTree(String.join("\n", lines)).path(0).path("Plan");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("EXPLAIN answered something that is no JSON", e);
        }
    }

    private static boolean collect(JsonNode node, String alias, Set<String> indexes) {
        boolean whole = false;
        if (isOf(node.path("Alias").asText(), alias)) {
            if (node.path("Node Type").asText().equals("Seq Scan")) {
                whole = true;
            } else {
                index(node, indexes);
            }
        }
        for (JsonNode child : node.path("Plans")) {
            whole |= collect(child, alias, indexes);
        }
        return whole;
    }

    /** A bitmap has its index below it. */
    private static void index(JsonNode node, Set<String> indexes) {
        if (node.has("Index Name")) {
            indexes.add(node.path("Index Name").asText());
        }
        for (JsonNode child : node.path("Plans")) {
            if (child.path("Node Type").asText().startsWith("Bitmap")) {
                index(child, indexes);
            }
        }
    }

    /** The server numbers the partitions of a table: u_1, u_2. */
    private static boolean isOf(String shown, String alias) {
        return shown.equals(alias)
                || (shown.startsWith(alias + "_")
                        && shown.substring(alias.length() + 1).chars().allMatch(Character::isDigit));
    }
}
