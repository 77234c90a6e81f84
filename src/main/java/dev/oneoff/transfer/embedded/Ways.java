package dev.oneoff.transfer.embedded;

import dev.oneoff.database.Session;
import dev.oneoff.transfer.undo.EmbeddedKeeping;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The ways of rows by the columns that they have: most files have one, lists of objects some. For one thread. */
final class Ways implements AutoCloseable {

    private static final int KEPT = 50;

    private final Session session;
    private final Into into;
    private Optional<EmbeddedKeeping> keeping = Optional.empty();
    private final Map<String, Way> ways = new LinkedHashMap<>(16, 0.75f, true);

    Ways(Session session, Into into) {
        this.session = session;
        this.into = into;
    }

    void keeping(Optional<EmbeddedKeeping> images) {
        keeping = images;
    }

    Way of(Line line) {
        Way way = ways.computeIfAbsent(line.given(), given -> Way.of(session, into.given(given), keeping));
        if (ways.size() > KEPT) {
            // The first is the one that was not wanted for the longest.
            Iterator<Way> oldest = ways.values().iterator();
            oldest.next().close();
            oldest.remove();
        }
        return way;
    }

    @Override
    public void close() {
        ways.values().forEach(Way::close);
    }
}
