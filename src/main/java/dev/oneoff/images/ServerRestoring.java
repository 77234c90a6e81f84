package dev.oneoff.images;

import dev.oneoff.database.Session;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** On PostgreSQL: the content of the images stays at the server. */
final class ServerRestoring implements Restoring {

    private final Session session;
    private final ImageTables tables;
    private final Map<String, TableFacts> facts = new HashMap<>();

    ServerRestoring(Session session, ImageTables tables) {
        this.session = session;
        this.tables = tables;
    }

    @Override
    public Restored look(ImageTarget target, Image image, Set<ImageNumber> later, boolean force) {
        return session.inTransaction(() -> {
            session.execute(ImagesSql.PINNED);
            return session.list(
                            sql(target, force).look(image, later),
                            row -> new Restored(row.number(1), row.number(2), row.number(3), row.number(4)))
                    .get(0);
        });
    }

    @Override
    public Set<List<ImageNumber>> shared(ImageOwner owner, List<Integer> steps) {
        String array = steps.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
        return Set.copyOf(session.list(
                Images.owned(ImagesSql.SHARED.formatted(tables.images()), owner).with("steps", array),
                row -> Stream.of(row.text(1).split(" ", -1))
                        .map(ImageNumber::of)
                        .toList()));
    }

    @Override
    public Optional<Restored> restore(ImageTarget target, Image image, String run, boolean force) {
        return session.inTransaction(() -> {
            Optional<Restored> restored = restoreWithin(target, image, run, force);
            if (restored.isPresent()) {
                session.execute("SET CONSTRAINTS ALL IMMEDIATE");
            }
            return restored;
        });
    }

    @Override
    public Optional<Restored> restoreWithin(ImageTarget target, Image image, String run, boolean force) {
        RestoreSql sql = sql(target, force);
        if (!mark(image, run)) {
            return Optional.empty();
        }
        session.execute(ImagesSql.PINNED);
        session.execute("SET CONSTRAINTS ALL DEFERRED");
        session.list(sql.lock(image), row -> row.number(1));
        Restored restored = session.list(sql.restore(image, run), "putting back old values", row -> {
                    Images.requireAll(row.number(1), row.number(2));
                    return new Restored(row.number(2), row.number(3), row.number(4), row.number(5));
                })
                .get(0);
        session.update(Images.named(ImagesSql.SETTLE.formatted(tables.conflicts()), image)
                .with("run", run));
        return Optional.of(restored);
    }

    @Override
    public List<Left> left(ImageTarget target, Image image, int limit, boolean force) {
        return session.inTransaction(() -> {
            session.execute(ImagesSql.PINNED);
            return session.list(
                    sql(target, force).left(image, limit),
                    row -> new Left(
                            row.text(1),
                            Optional.ofNullable(row.textOrNull(2)),
                            row.text(3),
                            Optional.ofNullable(row.textOrNull(4))));
        });
    }

    private boolean mark(Image image, String run) {
        return session.update(Images.named(ImagesSql.MARK.formatted(tables.images(), tables.owners()), image)
                        .with("run", run))
                == 1;
    }

    private RestoreSql sql(ImageTarget target, boolean force) {
        return new RestoreSql(
                target, facts.computeIfAbsent(target.table(), table -> TableFacts.read(session, table)), tables, force);
    }
}
