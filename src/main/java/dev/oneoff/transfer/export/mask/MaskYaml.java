package dev.oneoff.transfer.export.mask;

import dev.oneoff.config.Nearest;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads rules. Works on the composed nodes: no object is constructed from the file, and every problem knows its line. */
final class MaskYaml {

    private static final List<String> WORDS =
            List.of("keep", "null", "fixed", "partial", "hmac", "email", "shift-date");

    private final String named;
    private final List<String> problems = new ArrayList<>();

    MaskYaml(String named) {
        this.named = named;
    }

    Map<String, MaskRule> read(String text) {
        Map<String, MaskRule> rules = new LinkedHashMap<>();
        Map<String, Node> columns = compose(text).map(root -> keys(root, named)).orElse(Map.of());
        columns.forEach((column, node) -> rule(column, node).ifPresent(rule -> rules.put(column, rule)));
        if (columns.isEmpty() && problems.isEmpty()) {
            problems.add(named + " has no rules");
        }
        if (!problems.isEmpty()) {
            throw rejected();
        }
        return rules;
    }

    private Optional<Node> compose(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(10);
        options.setNestingDepthLimit(10);
        try {
            return Optional.ofNullable(new Composer(
                            new ParserImpl(new StreamReader(new StringReader(text)), options), new Resolver(), options)
                    .getSingleNode());
        } catch (MarkedYAMLException malformed) {
            String line = malformed.getProblemMark() == null
                    ? ""
                    : " line " + (malformed.getProblemMark().getLine() + 1);
            problems.add(named + line + " is not YAML: " + malformed.getProblem());
        } catch (YAMLException malformed) {
            problems.add(named + " has control characters, or is nested too deep");
        }
        return Optional.empty();
    }

    /** Returns the values of a mapping by key; each key stands there once. */
    private Map<String, Node> keys(Node node, String owner) {
        Map<String, Node> values = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            problem(node, owner + " is not a mapping: write a line for each column, such as email: hmac");
            return values;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            Optional<String> key = word(tuple.getKeyNode()).filter(name -> !name.isBlank());
            if (key.isEmpty()) {
                problem(tuple.getKeyNode(), "what stands before the colon is not a name");
            } else if (values.putIfAbsent(key.get(), tuple.getValueNode()) != null) {
                problem(tuple.getKeyNode(), key.get() + " is given twice");
            }
        }
        return values;
    }

    private Optional<MaskRule> rule(String column, Node node) {
        if (node instanceof MappingNode) {
            Map<String, Node> keys = keys(node, "the rule of " + column);
            if (keys.size() != 1) {
                problem(node, column + " wants one rule");
                return Optional.empty();
            }
            Map.Entry<String, Node> only = keys.entrySet().iterator().next();
            return withValue(column, only.getKey(), only.getValue());
        }
        Optional<String> word = word(node);
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
            Optional<String> text = word(value);
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
        Map<String, Node> keys = keys(node, column + ": partial");
        keys.forEach((key, value) -> {
            Optional<String> text = word(value).filter(digits -> digits.matches("\\d{1,4}"));
            if (!key.equals("first") && !key.equals("last")) {
                problem(value, column + ": partial knows first and last, not " + key);
            } else if (text.isEmpty()) {
                problem(value, column + ": " + key + " is not a number of characters");
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
        problem(node, what);
        return Optional.empty();
    }

    private static Optional<String> word(Node node) {
        return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
    }

    private void problem(Node node, String what) {
        problems.add(named + " line " + (node.getStartMark().getLine() + 1) + ": " + what);
    }

    private OneoffException rejected() {
        if (problems.size() == 1) {
            return new OneoffException(FailureKind.INPUT_REJECTED, problems.get(0) + ".", "Mend it there.");
        }
        Failure all = new Failure(
                FailureKind.INPUT_REJECTED,
                "There are " + problems.size() + " problems in " + named + ".",
                "Mend them there.");
        for (String problem : problems) {
            all = all.with("problem", problem);
        }
        return new OneoffException(all);
    }
}
