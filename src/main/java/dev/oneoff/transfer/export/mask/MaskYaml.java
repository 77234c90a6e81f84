package dev.oneoff.transfer.export.mask;

import dev.oneoff.config.Nearest;
import dev.oneoff.config.Yaml;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads rules. Works on the composed nodes: no object is constructed from the file, and every problem knows its line. */
final class MaskYaml {

    private static final List<String> WORDS =
            List.of("keep", "null", "fixed", "partial", "hmac", "email", "shift-date");

    private final String named;
    private final Yaml yaml;

    MaskYaml(String named) {
        this.named = named;
        this.yaml = new Yaml(named);
    }

    Map<String, MaskRule> read(byte[] bytes) {
        Map<String, MaskRule> rules = new LinkedHashMap<>();
        Map<String, Node> columns =
                yaml.root(bytes).map(root -> yaml.keys(root, named, List.of())).orElse(Map.of());
        columns.forEach((column, node) -> rule(column, node).ifPresent(rule -> rules.put(column, rule)));
        if (columns.isEmpty() && !yaml.wrong()) {
            yaml.problem("has no rules");
        }
        yaml.requireRight();
        return rules;
    }

    private Optional<MaskRule> rule(String column, Node node) {
        if (node instanceof MappingNode) {
            Map<String, Node> keys = yaml.keys(node, "the rule of " + column, List.of());
            if (keys.size() != 1) {
                yaml.problem(node, column + " wants one rule");
                return Optional.empty();
            }
            Map.Entry<String, Node> only = keys.entrySet().iterator().next();
            return withValue(column, only.getKey(), only.getValue());
        }
        Optional<String> word = yaml.word(node);
        return switch (word.orElse("")) {
            case "keep" -> Optional.of(new MaskRule.Keep());
            case "null" -> Optional.of(new MaskRule.Null());
            case "hmac" -> Optional.of(new MaskRule.Hmac());
            case "email" -> Optional.of(new MaskRule.Email());
            case "shift-date" -> Optional.of(new MaskRule.ShiftDate());
            case "fixed" -> missing(node, column + ": fixed wants a value, such as {fixed: none}");
            case "partial" ->
                missing(node, column + ": partial wants what stays, such as {partial: {first: 1, last: 2}}");
            default -> unknown(node, column, word.orElse(""));
        };
    }

    private Optional<MaskRule> withValue(String column, String word, Node value) {
        if (word.equals("fixed")) {
            Optional<String> text = yaml.word(value);
            return text.isPresent()
                    ? text.map(MaskRule.Fixed::new)
                    : missing(value, column + ": the value of fixed is not a text");
        }
        if (word.equals("partial")) {
            return partial(column, value);
        }
        return WORDS.contains(word)
                ? missing(value, column + ": " + word + " takes no value")
                : unknown(value, column, word);
    }

    private Optional<MaskRule> partial(String column, Node node) {
        Map<String, Integer> counts = new HashMap<>();
        Map<String, Node> keys = yaml.keys(node, column + ": partial", List.of());
        keys.forEach((key, value) -> {
            Optional<String> text = yaml.word(value).filter(digits -> digits.matches("\\d{1,4}"));
            if (!key.equals("first") && !key.equals("last")) {
                yaml.problem(value, column + ": partial knows first and last, not " + key);
            } else if (text.isEmpty()) {
                yaml.problem(value, column + ": " + key + " is not a number of characters");
            } else {
                counts.put(key, Integer.parseInt(text.get()));
            }
        });
        return Optional.of(new MaskRule.Partial(counts.getOrDefault("first", 0), counts.getOrDefault("last", 0)));
    }

    private Optional<MaskRule> unknown(Node node, String column, String word) {
        String near = Nearest.to(word, WORDS)
                .map(known -> "Did you mean " + known + "? ")
                .orElse("");
        return missing(
                node,
                column + (word.isEmpty() ? " has no rule. " : " has the unknown rule " + word + ". ") + near + "Rules: "
                        + String.join(", ", WORDS));
    }

    private Optional<MaskRule> missing(Node node, String what) {
        yaml.problem(node, what);
        return Optional.empty();
    }
}
