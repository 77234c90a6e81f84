package dev.oneoff.transfer.file;

import dev.oneoff.config.AppFolder;
import dev.oneoff.config.Yaml;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.yaml.snakeyaml.nodes.Node;

/**
 * What the repository says of imports and exports of one name, in {@code jobs/transfers/NAME.yaml}: the options of the command
 * line under the same names, without dashes, which a command line goes before.
 *
 * @param named the file, from the application's folder; empty where there is none
 * @param texts single values
 * @param lists several ones
 * @param maps names with their values
 */
public record TransferJob(
        String named,
        Map<String, String> texts,
        Map<String, List<String>> lists,
        Map<String, Map<String, String>> maps) {

    private static final String FOLDER = "jobs/transfers/";
    private static final long LONGEST = 1 << 16;

    private static final List<String> FLAGS = List.of("no-key", "ignore-extra", "decimal-comma", "empty-is-null");
    private static final List<String> TEXTS = List.of(
            "table",
            "mode",
            "existing",
            "format",
            "delimiter",
            "encoding",
            "dates",
            "timezone",
            "null",
            "where",
            "mask");
    private static final Map<String, List<String>> CHOICES = Map.of(
            "mode", List.of("insert", "upsert", "update"),
            "existing", List.of("reject", "skip"),
            "format", List.of("csv", "tsv", "json", "ndjson"),
            "dates", List.of("dmy", "mdy"));
    private static final List<String> NUMBERS = List.of("max-record", "max-columns", "max-depth", "max-ratio");
    private static final List<String> LISTS = List.of("key", "columns", "order");
    private static final List<String> MAPS = List.of("map", "default", "ref");

    /** Copies the maps. */
    public TransferJob {
        texts = Map.copyOf(texts);
        lists = Map.copyOf(lists);
        maps = Map.copyOf(maps);
    }

    /** Returns the job that says nothing. */
    public static TransferJob none() {
        return new TransferJob("", Map.of(), Map.of(), Map.of());
    }

    /**
     * Reads the job of a file that is imported or exported, {@link #none} where there is none.
     *
     * @param file as the user named it
     * @param folder what the file is relative to: the application's or one within it
     * @throws OneoffException INPUT_REJECTED with everything that is wrong with it
     */
    public static TransferJob of(String file, Path folder) {
        String name = file.substring(file.replace('\\', '/').lastIndexOf('/') + 1)
                .replaceFirst("(?i)\\.gz$", "")
                .replaceFirst("\\.[^.]*$", "")
                .replaceFirst("\\.rejects(-\\d+)?$", "");
        String named = FOLDER + name + ".yaml";
        Path here = folder.toAbsolutePath().normalize();
        Path app = AppFolder.around(here).map(AppFolder::path).orElse(here);
        return !name.isEmpty() && Files.isRegularFile(app.resolve(named))
                ? read(named, app).from(here, app)
                : none();
    }

    /** Returns the same for somebody in another folder: the job names its files from the application's. */
    private TransferJob from(Path here, Path app) {
        if (here.equals(app)) {
            return this;
        }
        Map<String, String> seen = new HashMap<>(texts);
        seen.computeIfPresent(
                "mask",
                (key, file) -> here.relativize(app.resolve(file).normalize()).toString());
        return new TransferJob(named, seen, lists, maps);
    }

    /** Returns a single value. */
    public Optional<String> text(String key) {
        return Optional.ofNullable(texts.get(key));
    }

    /** Returns several values; none where it does not say any. */
    public List<String> list(String key) {
        return lists.getOrDefault(key, List.of());
    }

    /** Returns names with their values, and over them those of a command line. */
    public Map<String, String> map(String key, Map<String, String> over) {
        Map<String, String> all = new TreeMap<>(maps.getOrDefault(key, Map.of()));
        all.putAll(over);
        return all;
    }

    /** Says whether it says yes to something. */
    public boolean flag(String key) {
        return "true".equals(texts.get(key));
    }

    private static TransferJob read(String named, Path folder) {
        Yaml yaml = new Yaml(named);
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, List<String>> lists = new LinkedHashMap<>();
        Map<String, Map<String, String>> maps = new LinkedHashMap<>();
        Optional<Node> root = yaml.root(bytes(named, folder));
        List<String> known = List.of(TEXTS, FLAGS, NUMBERS, LISTS, MAPS).stream()
                .flatMap(List::stream)
                .toList();
        root.map(node -> yaml.keys(node, named, known)).orElse(Map.of()).forEach((key, node) -> {
            if (LISTS.contains(key)) {
                lists.put(key, yaml.texts(node, key));
            } else if (MAPS.contains(key)) {
                maps.put(key, yaml.words(node, key));
            } else {
                yaml.text(node, key).ifPresent(text -> texts.put(key, text));
            }
            if (NUMBERS.contains(key) && !texts.getOrDefault(key, "").matches("[1-9][0-9]{0,17}")) {
                yaml.problem(node, key + " is a number from 1 up");
            }
            List<String> choices =
                    FLAGS.contains(key) ? List.of("true", "false") : CHOICES.getOrDefault(key, List.of());
            if (!choices.isEmpty() && !choices.contains(texts.getOrDefault(key, ""))) {
                yaml.problem(node, key + " is " + String.join(" or ", choices));
            }
        });
        yaml.requireRight();
        return new TransferJob(named, texts, lists, maps);
    }

    private static byte[] bytes(String named, Path folder) {
        Path path = folder.resolve(named);
        try {
            if (Files.size(path) > LONGEST) {
                throw new OneoffException(
                        FailureKind.INPUT_REJECTED, named + " is longer than 64 KiB.", "Keep nothing but a job in it.");
            }
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new OneoffException(
                    new Failure(FailureKind.INPUT_REJECTED, named + " cannot be read.", "Look at its permissions."), e);
        }
    }
}
