package dev.oneoff.datafix.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What EXPLAIN (VERBOSE, FORMAT JSON) says of a statement that changes rows: whose, and which tables it reads.
 *
 * @param changed the table it changes, as {@code schema.table}; empty when it does not say
 * @param aliases what the plan calls that table and its partitions; every alias in a plan is there once
 * @param scans all that is read
 */
record Explained(String changed, Set<String> aliases, List<Scan> scans) {

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * A table that is read.
     *
     * @param table as {@code schema.table}
     * @param anti how many anti joins look at it to see that a row is not there
     */
    record Scan(String table, String alias, int anti) {}

    static Explained of(String json) {
        JsonNode plans;
        try {
            plans = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("EXPLAIN answered something that is no JSON", e);
        }
        JsonNode top = plans.path(0).path("Plan");
        if (plans.size() != 1 || !top.path("Node Type").asText().equals("ModifyTable")) {
            return new Explained("", Set.of(), List.of());
        }
        Set<String> aliases = new LinkedHashSet<>();
        if (!top.path("Operation").asText().equals("Insert")) {
            aliases.add(top.path("Alias").asText());
            top.path("Target Tables")
                    .forEach(partition -> aliases.add(partition.path("Alias").asText()));
        }
        List<Scan> scans = new ArrayList<>();
        collect(top, 0, scans);
        return new Explained(table(top), aliases, scans);
    }

    private static void collect(JsonNode node, int anti, List<Scan> scans) {
        String join = node.path("Join Type").asText();
        for (JsonNode child : node.path("Plans")) {
            String side = child.path("Parent Relationship").asText();
            // Right Anti came with PostgreSQL 16: the sides change places.
            boolean missing = (join.equals("Anti") && side.equals("Inner"))
                    || (join.equals("Right Anti") && side.equals("Outer"));
            int depth = missing ? anti + 1 : anti;
            if (child.has("Relation Name")) {
                scans.add(new Scan(table(child), child.path("Alias").asText(), depth));
            }
            collect(child, depth, scans);
        }
    }

    private static String table(JsonNode node) {
        return node.path("Schema").asText() + "." + node.path("Relation Name").asText();
    }
}
