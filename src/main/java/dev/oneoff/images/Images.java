package dev.oneoff.images;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Images of one session's schema, on PostgreSQL. Their content stays at the server. For one thread. */
public final class Images {

    private final Session session;
    private final ImageTables tables;
    private final Map<String, TableFacts> facts = new HashMap<>();

    /** Makes it. */
    public Images(Session session, ImageTables tables) {
        this.session = session;
        this.tables = tables;
    }

    /** Returns what there is. */
    public Kept kept(ImageOwner owner) {
        return session.list(
                        owned(ImagesSql.KEPT.formatted(tables.images()), owner),
                        row -> new Kept(row.number(1), row.number(2)))
                .get(0);
    }

    /** Returns the last image that was not put back; empty when all were. */
    public Optional<Image> last(ImageOwner owner) {
        return before(Image.end(owner));
    }

    /** Returns the one before an image, of those that were not put back. */
    public Optional<Image> before(Image image) {
        return session
                .list(
                        named(ImagesSql.BEFORE.formatted(tables.images()), image),
                        row -> new Image(
                                image.owner(),
                                (int) row.number(1),
                                (int) row.number(2),
                                row.number(3),
                                (int) row.number(4),
                                row.number(5)))
                .stream()
                .findFirst();
    }

    /** Opens those again that left conflicts, for nothing but these conflicts. */
    public void reopen(ImageOwner owner) {
        session.update(owned(ImagesSql.REOPEN.formatted(tables.images(), tables.conflicts()), owner));
    }

    /**
     * Returns what putting it back would do; writes nothing.
     *
     * @param later steps whose images may hold the same rows and are put back before; those of later chunks of its own
     *     step are looked at in any case
     */
    public Restored look(ImageTarget target, Image image, List<Integer> later) {
        return session.inTransaction(() -> {
            session.execute(ImagesSql.PINNED);
            return session.list(
                            sql(target, false).look(image, later), row -> new Restored(row.number(1), row.number(2)))
                    .get(0);
        });
    }

    /**
     * Puts it back in one transaction and marks it; conflicts are written down.
     *
     * @param run who does it; the owner must say so, too
     * @param force whether what somebody changed since is overwritten
     * @return empty when the owner is not being reverted by this run any more: nothing was done
     */
    public Optional<Restored> restore(ImageTarget target, Image image, String run, boolean force) {
        RestoreSql sql = sql(target, force);
        return session.inTransaction(() -> {
            if (!mark(image, run)) {
                return Optional.empty();
            }
            session.execute(ImagesSql.PINNED);
            session.execute("SET CONSTRAINTS ALL DEFERRED");
            session.list(sql.lock(image), row -> row.number(1));
            Restored restored = session.list(sql.restore(image, run), row -> {
                        requireAll(row.number(1), row.number(2));
                        return new Restored(row.number(2), row.number(3));
                    })
                    .get(0);
            session.update(
                    named(ImagesSql.SETTLE.formatted(tables.conflicts()), image).with("run", run));
            session.execute("SET CONSTRAINTS ALL IMMEDIATE");
            return Optional.of(restored);
        });
    }

    private boolean mark(Image image, String run) {
        return session.update(named(ImagesSql.MARK.formatted(tables.images(), tables.owners()), image)
                        .with("run", run))
                == 1;
    }

    private static void requireAll(long wanted, long done) {
        if (done < wanted) {
            throw new OneoffException(
                    FailureKind.STEP_FAILED,
                    (wanted - done) + " of " + wanted + " rows were kept back by a trigger or a row policy",
                    "Look at the table's triggers and policies.");
        }
    }

    private RestoreSql sql(ImageTarget target, boolean force) {
        return new RestoreSql(
                target, facts.computeIfAbsent(target.table(), table -> TableFacts.read(session, table)), tables, force);
    }

    private static Sql named(String statement, Image image) {
        return owned(statement, image.owner())
                .with("step", image.step())
                .with("chunk", image.chunk())
                .with("batch", image.batch())
                .with("part", image.part());
    }

    private static Sql owned(String statement, ImageOwner owner) {
        return Sql.of(statement).with("id", owner.id()).with("generation", owner.generation());
    }
}
