package dev.oneoff.migrate.liquibase;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.migrate.ChangelogSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.resource.CompositeResourceAccessor;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.resource.Resource;

/**
 * The files Liquibase may read: the search path, then the class path. Remembers whether it read one that the fingerprint
 * does not cover, and refuses two different files of one name (plain Liquibase aborts on equal ones too, liquibase#1916).
 */
// Liquibase declares close() with Exception on everything.
@SuppressWarnings("try")
final class TrackedResources extends CompositeResourceAccessor {

    private final Path searchPath;
    private final Path hashed;
    private final Map<String, List<Resource>> known = new HashMap<>();
    private boolean readOutside;

    TrackedResources(ChangelogSource source, ClassLoader loader) throws IOException {
        this.searchPath = source.searchPath().toAbsolutePath().normalize();
        this.hashed = source.hashedFolder().toAbsolutePath().normalize();
        addResourceAccessor(new DirectoryResourceAccessor(source.searchPath()));
        addResourceAccessor(new ClassLoaderResourceAccessor(loader));
    }

    /** Says whether something was read, or a folder listed, that lies neither in the changelog's folder nor in a jar. */
    boolean readOutside() {
        return readOutside;
    }

    // Asked three times for each file, and every time each jar would be asked.
    @Override
    public List<Resource> getAll(String path) throws IOException {
        List<Resource> found = known.get(path);
        if (found == null) {
            found = look(path);
            if (found != null && !found.isEmpty()) {
                known.put(path, found);
            }
        }
        return found;
    }

    private List<Resource> look(String path) throws IOException {
        List<Resource> found = super.getAll(path);
        if (found == null || found.isEmpty()) {
            // What is not there yet may come.
            readOutside |= outside(path);
            return found;
        }
        found.forEach(resource -> note(resource.getUri()));
        if (found.size() > 1) {
            requireEqual(path, found);
        }
        return found;
    }

    @Override
    public List<Resource> search(String path, boolean recursive) throws IOException {
        return listed(path, super.search(path, recursive));
    }

    @Override
    public List<Resource> search(String path, SearchOptions options) throws IOException {
        return listed(path, super.search(path, options));
    }

    private List<Resource> listed(String path, List<Resource> found) {
        found.forEach(resource -> note(resource.getUri()));
        // A folder decides by what is not in it, too.
        readOutside |= outside(path) && found.isEmpty();
        return found;
    }

    private boolean outside(String path) {
        String relative = path.replaceFirst("^(classpath:|/)+", "");
        return !searchPath.resolve(relative).normalize().startsWith(hashed);
    }

    private void note(URI uri) {
        // Jars on the class path are hashed whole, but nobody looks for ${names} in them.
        readOutside |= "file".equals(uri.getScheme())
                ? !Path.of(uri).toAbsolutePath().normalize().startsWith(hashed)
                : !uri.toString().endsWith(".xsd");
    }

    private static void requireEqual(String path, List<Resource> found) throws IOException {
        byte[] first = bytes(found.get(0));
        for (Resource other : found.subList(1, found.size())) {
            if (!Arrays.equals(first, bytes(other))) {
                throw new OneoffException(
                        FailureKind.INPUT_REJECTED,
                        "Two different files are called " + path + ": "
                                + found.get(0).getUri() + " and " + other.getUri() + ".",
                        "Rename or remove one: which of them runs would be chance.");
            }
        }
    }

    private static byte[] bytes(Resource resource) throws IOException {
        try (InputStream in = resource.openInputStream()) {
            return in.readAllBytes();
        }
    }
}
