package dev.oneoff.config;

import dev.oneoff.failure.OneoffException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads {@code oneoff.yaml}. Works on the composed nodes: no object is constructed from the file, and every problem
 * knows its line. The class is loaded only where the file exists.
 */
final class ProjectFile {

    static final String NAME = "oneoff.yaml";

    private static final int LONGEST = 65_536;
    private static final List<String> MIGRATE = List.of("changelog", "search-path", "contexts", "labels", "parameters");
    private static final List<String> IMAGES = List.of("retention");
    private static final List<String> DATAFIX = List.of("throttle");
    private static final List<Tag> PLAIN = List.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.TIMESTAMP);

    private final Problems problems;

    ProjectFile(Problems problems) {
        this.problems = problems;
    }

    /** Returns what the file says; adds every problem it finds. */
    ProjectSettings read(Path file) {
        Map<String, Node> top = problems.attempt(() -> compose(file))
                .flatMap(node -> node)
                .map(root -> keys(root, NAME, List.of("migrate", "datafix", "images")))
                .orElse(Map.of());
        return new ProjectSettings(
                Optional.ofNullable(top.get("migrate")).map(this::migrate).orElse(MigrateSettings.none()),
                Optional.ofNullable(top.get("images")).map(this::images).orElse(ImageSettings.standard()),
                Optional.ofNullable(top.get("datafix")).map(this::datafix).orElse(FixSettings.none()));
    }

    private ImageSettings images(Node images) {
        Map<String, Node> keys = keys(images, "images", IMAGES);
        Node retention = keys.get("retention");
        if (retention == null) {
            return ImageSettings.standard();
        }
        Optional<Duration> read =
                retention instanceof ScalarNode scalar ? DurationText.read(scalar.getValue()) : Optional.empty();
        if (read.isEmpty()) {
            problems.add(problem(retention, "retention is not a time", "Write it as " + DurationText.FORMS + "."));
        }
        return read.map(ImageSettings::new).orElse(ImageSettings.standard());
    }

    private FixSettings datafix(Node datafix) {
        return new FixSettings(text(keys(datafix, "datafix", DATAFIX), "throttle"), Optional.empty());
    }

    private MigrateSettings migrate(Node migrate) {
        Map<String, Node> keys = keys(migrate, "migrate", MIGRATE);
        return new MigrateSettings(
                text(keys, "changelog"),
                text(keys, "search-path"),
                text(keys, "contexts"),
                text(keys, "labels"),
                parameters(keys));
    }

    private static Optional<Node> compose(Path file) {
        String text;
        try {
            if (Files.size(file) > LONGEST) {
                throw Problems.problem(NAME, "longer than 64 KiB", "Keep settings only in it.");
            }
            text = Files.readString(file);
        } catch (CharacterCodingException notUtf8) {
            throw Problems.problem(NAME, "not UTF-8", "Save it as UTF-8.");
        } catch (IOException unreadable) {
            throw Problems.problem(NAME, "cannot be read", "Check that it is a readable file.");
        }
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(10);
        options.setNestingDepthLimit(10);
        try {
            Composer composer = new Composer(
                    new ParserImpl(new StreamReader(new StringReader(text)), options), new Resolver(), options);
            return Optional.ofNullable(composer.getSingleNode());
        } catch (MarkedYAMLException malformed) {
            String line = malformed.getProblemMark() == null
                    ? ""
                    : " line " + (malformed.getProblemMark().getLine() + 1);
            throw Problems.problem(NAME + line, "not YAML: " + malformed.getProblem(), "Mend it there.");
        } catch (YAMLException malformed) {
            throw Problems.problem(
                    NAME, "not YAML that is accepted here", "Remove control characters and deep nesting.");
        }
    }

    /** Returns the values of a mapping by key; each key must be known and stand there once. */
    private Map<String, Node> keys(Node node, String owner, List<String> known) {
        Map<String, Node> values = new HashMap<>();
        for (NodeTuple tuple : tuples(node, owner)) {
            Optional<String> key = name(tuple.getKeyNode());
            if (key.isEmpty() || !known.contains(key.get())) {
                String suggestion = key.flatMap(typed -> Nearest.to(typed, known))
                        .map(near -> "Did you mean " + near + "? ")
                        .orElse("");
                problems.add(problem(
                        tuple.getKeyNode(),
                        key.map(typed -> "unknown key " + Recorded.line(typed)).orElse("a key is not a word"),
                        suggestion + "Known: " + String.join(", ", known) + "."));
            } else if (values.putIfAbsent(key.get(), tuple.getValueNode()) != null) {
                problems.add(problem(tuple.getKeyNode(), key.get() + " is given twice", "Keep one."));
            }
        }
        return values;
    }

    private List<NodeTuple> tuples(Node node, String owner) {
        if (node instanceof MappingNode mapping) {
            return mapping.getValue();
        }
        problems.add(problem(node, owner + " is not a mapping", "Write key: value lines, indented below it."));
        return List.of();
    }

    private Optional<String> text(Map<String, Node> keys, String key) {
        Node node = keys.get(key);
        if (node == null) {
            return Optional.empty();
        }
        if (node instanceof ScalarNode scalar
                && Tag.STR.equals(node.getTag())
                && !scalar.getValue().isBlank()) {
            return Optional.of(scalar.getValue());
        }
        problems.add(problem(node, key + " is not a text", "Give it a text, in quotes where it has ! & * : or #."));
        return Optional.empty();
    }

    private Map<String, String> parameters(Map<String, Node> keys) {
        Node node = keys.get("parameters");
        if (node == null) {
            return Map.of();
        }
        Map<String, String> parameters = new TreeMap<>();
        Set<String> seen = new HashSet<>();
        for (NodeTuple tuple : tuples(node, "parameters")) {
            String key = name(tuple.getKeyNode()).orElse("");
            if (key.isBlank()) {
                problems.add(problem(tuple.getKeyNode(), "a parameter has no name", "Give it one."));
            } else if (!seen.add(key)) {
                problems.add(problem(tuple.getKeyNode(), Recorded.line(key) + " is given twice", "Keep one."));
            } else if (tuple.getValueNode() instanceof ScalarNode scalar && PLAIN.contains(scalar.getTag())) {
                parameters.put(key, scalar.getValue());
            } else {
                problems.add(problem(
                        tuple.getValueNode(),
                        "parameter " + Recorded.line(key) + " is neither text, number nor true or false",
                        "Give it a text."));
            }
        }
        return parameters;
    }

    private static Optional<String> name(Node key) {
        return key instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
    }

    private static OneoffException problem(Node node, String what, String mend) {
        return Problems.problem(NAME + " line " + (node.getStartMark().getLine() + 1), what, mend);
    }
}
