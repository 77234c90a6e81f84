package dev.oneoff.config;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * A file of YAML. Works on the composed nodes: no object is constructed from the file, every problem knows its line, and all
 * are said at once. For one file and one thread.
 */
public final class Yaml {

    private final String named;
    private final List<String> problems = new ArrayList<>();

    /**
     * Makes it.
     *
     * @param named the file as people know it
     */
    public Yaml(String named) {
        this.named = named;
    }

    /** Returns what the file holds; empty where that is nothing, or no YAML, which is a problem. */
    public Optional<Node> root(byte[] bytes) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(10);
        options.setNestingDepthLimit(10);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Optional.ofNullable(new Composer(
                            new ParserImpl(new StreamReader(new StringReader(text)), options), new Resolver(), options)
                    .getSingleNode());
        } catch (CharacterCodingException e) {
            problems.add(named + " is not UTF-8");
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

    /**
     * Returns the values of a mapping by key, in their order; each key stands there once.
     *
     * @param owner what the mapping is, for people
     * @param known the keys it may have; empty for any
     */
    public Map<String, Node> keys(Node node, String owner, List<String> known) {
        Map<String, Node> values = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            problem(node, owner + " is not a mapping: write key: value lines");
            return values;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            Node key = tuple.getKeyNode();
            String name = word(key).orElse("");
            if (name.isBlank()) {
                problem(key, "what stands before the colon is not a name");
            } else if (!known.isEmpty() && !known.contains(name)) {
                String near = Nearest.to(name, known)
                        .map(word -> "; did you mean " + word + "?")
                        .orElse("; known are: " + String.join(", ", known));
                problem(key, "unknown key " + Recorded.line(name) + near);
            } else if (values.putIfAbsent(name, tuple.getValueNode()) != null) {
                problem(key, name + " is given twice");
            }
        }
        return values;
    }

    /** Returns the text of a scalar, of a number or a boolean, too. */
    public Optional<String> word(Node node) {
        return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
    }

    /** Returns the text of a scalar; nothing else is one, which is a problem. */
    public Optional<String> text(Node node, String owner) {
        Optional<String> word = word(node);
        if (word.isEmpty()) {
            problem(node, owner + " is not a text");
        }
        return word;
    }

    /** Returns the texts of a list, or of a single one. */
    public List<String> texts(Node node, String owner) {
        List<Node> nodes = node instanceof SequenceNode list ? list.getValue() : List.of(node);
        return nodes.stream().flatMap(one -> text(one, owner).stream()).toList();
    }

    /** Returns the texts of a mapping by key. */
    public Map<String, String> words(Node node, String owner) {
        Map<String, String> words = new LinkedHashMap<>();
        keys(node, owner, List.of())
                .forEach((key, value) -> text(value, owner + " " + key).ifPresent(text -> words.put(key, text)));
        return words;
    }

    /** Notes that something is wrong. */
    public void problem(Node node, String what) {
        problems.add(named + " line " + (node.getStartMark().getLine() + 1) + ": " + what);
    }

    /** Notes that something is wrong with the file as a whole. */
    public void problem(String what) {
        problems.add(named + " " + what);
    }

    /** Says whether something is wrong so far. */
    public boolean wrong() {
        return !problems.isEmpty();
    }

    /**
     * Ends the reading.
     *
     * @throws OneoffException INPUT_REJECTED with everything that is wrong
     */
    public void requireRight() {
        if (problems.size() == 1) {
            throw new OneoffException(FailureKind.INPUT_REJECTED, problems.get(0) + ".", "Mend it there.");
        }
        if (wrong()) {
            Failure all = new Failure(
                    FailureKind.INPUT_REJECTED,
                    "There are " + problems.size() + " problems in " + named + ".",
                    "Mend them there.");
            for (String problem : problems) {
                all = all.with("problem", problem);
            }
            throw new OneoffException(all);
        }
    }
}
