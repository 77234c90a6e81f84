package dev.oneoff.config;

import dev.oneoff.failure.OneoffException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what follows {@code jdbc:h2:}. Only embedded databases, and only settings on the list: {@code INIT} runs code,
 * {@code AUTO_SERVER} listens beyond the own machine.
 */
final class H2Url {

    private static final String MEND = "Write jdbc:h2:file:./data/app, jdbc:h2:~/app or jdbc:h2:mem:app.";

    private static final List<String> ALLOWED = List.of(
            "USER",
            "PASSWORD",
            "MODE",
            "DATABASE_TO_LOWER",
            "DATABASE_TO_UPPER",
            "DEFAULT_NULL_ORDERING",
            "WRITE_DELAY",
            "CACHE_SIZE",
            "DB_CLOSE_DELAY",
            "DB_CLOSE_ON_EXIT",
            "IFEXISTS",
            "LOCK_TIMEOUT",
            "NON_KEYWORDS",
            "SCHEMA",
            "TIME ZONE");

    private final String source;
    private final Surroundings surroundings;

    H2Url(String source, Surroundings surroundings) {
        this.source = source;
        this.surroundings = surroundings;
    }

    /** Returns the embedded default: a file below the app's folder. */
    static H2Address byDefault(Surroundings surroundings) {
        H2Url url = new H2Url("default", surroundings);
        return url.address(url.file("./.oneoff/dev"), new LinkedHashMap<>());
    }

    DatabaseUrl parse(String rest) {
        List<String> parts = Text.split(rest, ';');
        Map<String, String> settings = new LinkedHashMap<>();
        for (String part : parts.subList(1, parts.size())) {
            if (!part.isEmpty()) {
                take(part, settings);
            }
        }
        H2Address address = address(location(parts.get(0)), settings);
        List<String> warnings = settings.getOrDefault("WRITE_DELAY", "0").equals("0")
                ? List.of()
                : List.of(source + ": WRITE_DELAY is not 0, so a commit can be lost when the process is killed");
        return new DatabaseUrl(address, warnings);
    }

    private void take(String part, Map<String, String> settings) {
        int equals = part.indexOf('=');
        String key = equals < 0 ? "" : part.substring(0, equals).toUpperCase(Locale.ROOT);
        String value = part.substring(equals + 1);
        if (!ALLOWED.contains(key)) {
            // A ; in a password ends it there, and the rest looks like a key: what follows a password is not named.
            boolean isShown = Text.isName(key) && !settings.containsKey("PASSWORD");
            String name = isShown ? key : "a setting after the ;";
            throw problem(
                    name + " is not allowed in an H2 URL here", "Remove it. Allowed: " + String.join(", ", ALLOWED));
        }
        if ((!key.equals("PASSWORD") && !Text.isOf(value, "_,.+-:/ ")) || value.indexOf('\\') >= 0) {
            throw problem(key + " has a character that is not allowed", "Use letters, digits and _ , . + - : / only.");
        }
        if (settings.putIfAbsent(key, value) != null) {
            throw problem(key + " is given twice", "Keep one.");
        }
    }

    private String location(String place) {
        if (place.startsWith("mem:")) {
            String name = place.substring("mem:".length());
            if (name.isEmpty() || !Text.isOf(name, "_-.")) {
                throw problem(
                        "a database in memory needs a name of letters, digits and _ - .", "Write jdbc:h2:mem:app.");
            }
            return place;
        }
        return file(place.startsWith("file:") ? place.substring("file:".length()) : place);
    }

    private String file(String given) {
        String place = given.replace('\\', '/');
        try {
            if (place.startsWith("~/")) {
                return "file:" + opened(surroundings.userHome().resolve(place.substring(2)));
            }
            if (place.startsWith("./") || place.startsWith("../") || place.startsWith("/") || hasDrive(place)) {
                return "file:" + opened(surroundings.folder().resolve(place));
            }
        } catch (InvalidPathException unusable) {
            throw problem("the file's name cannot be used on this system", MEND);
        }
        throw problem("of H2, only files and databases in memory are supported", MEND);
    }

    private String opened(Path path) {
        String absolute = path.toAbsolutePath().normalize().toString().replace('\\', '/');
        if (absolute.indexOf(';') >= 0) {
            throw problem("the folder's name has a ; in it, which H2 cannot open", "Use another folder.");
        }
        return absolute;
    }

    private H2Address address(String location, Map<String, String> given) {
        Map<String, String> settings = new LinkedHashMap<>(given);
        String user = Optional.ofNullable(settings.remove("USER"))
                .or(surroundings::user)
                .orElse("sa");
        Optional<Secret> password = Optional.ofNullable(settings.remove("PASSWORD"))
                .filter(text -> !text.isEmpty())
                .map(Secret::of)
                .or(surroundings::password);
        must("MODE", "PostgreSQL", settings);
        must("DATABASE_TO_LOWER", "TRUE", settings);
        if (settings.containsKey("DATABASE_TO_UPPER")) {
            must("DATABASE_TO_UPPER", "FALSE", settings);
        }
        settings.putIfAbsent("DEFAULT_NULL_ORDERING", "HIGH");
        settings.putIfAbsent("WRITE_DELAY", "0");
        StringBuilder url = new StringBuilder(H2Address.PREFIX).append(location);
        settings.forEach((key, value) -> url.append(';').append(key).append('=').append(value));
        Optional<Path> file = location.startsWith("file:")
                ? Optional.of(Path.of(location.substring("file:".length())))
                : Optional.empty();
        return new H2Address(file, url.toString(), user, password, source);
    }

    private void must(String key, String value, Map<String, String> settings) {
        if (!settings.getOrDefault(key, value).equalsIgnoreCase(value)) {
            throw problem(key + " is not " + value, "Remove it or set it to " + value + ".");
        }
        settings.put(key, value);
    }

    private static boolean hasDrive(String place) {
        return place.length() > 2 && Character.isLetter(place.charAt(0)) && place.startsWith(":/", 1);
    }

    private OneoffException problem(String what, String mend) {
        return Problems.problem(source, what, mend);
    }
}
