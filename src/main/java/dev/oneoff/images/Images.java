package dev.oneoff.images;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Images of one session's schema. For one thread. */
public final class Images {

    private final Session session;
    private final ImageTables tables;
    private final Restoring restoring;

    /** Makes it. */
    public Images(Session session, ImageTables tables) {
        this.session = session;
        this.tables = tables;
        this.restoring = session.dialect().embedded()
                ? new EmbeddedRestoring(session, tables)
                : new ServerRestoring(session, tables);
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
                        named(ImagesSql.BEFORE.formatted(tables.images()), image)
                                .with("at", image.writtenAt()),
                        row -> new Image(
                                image.owner(),
                                (int) row.number(2),
                                (int) row.number(3),
                                row.number(4),
                                (int) row.number(5),
                                row.number(6),
                                row.instant(1)))
                .stream()
                .findFirst();
    }

    /** Opens those again that left conflicts, for nothing but these conflicts. */
    public void reopen(ImageOwner owner) {
        session.update(owned(ImagesSql.REOPEN.formatted(tables.images(), tables.conflicts()), owner));
    }

    /**
     * Returns which images hold a row that others hold, too, of those that were not put back.
     *
     * @param steps those that changed one table
     * @return the numbers of those that share one row, as they were written, the first one first
     */
    public Set<List<ImageNumber>> shared(ImageOwner owner, List<Integer> steps) {
        return restoring.shared(owner, steps);
    }

    /**
     * Returns what putting it back would do; writes nothing.
     *
     * @param later images that may hold the same rows and are put back before: what they hold counts as written
     */
    public Restored look(ImageTarget target, Image image, Set<ImageNumber> later, boolean force) {
        return restoring.look(target, image, later, force);
    }

    /**
     * Puts it back in one transaction and marks it; conflicts are written down.
     *
     * @param run who does it; the owner must say so, too
     * @param force whether what somebody changed since is overwritten
     * @return empty when the owner is not being reverted by this run any more: nothing was done
     */
    public Optional<Restored> restore(ImageTarget target, Image image, String run, boolean force) {
        return restoring.restore(target, image, run, force);
    }

    /**
     * Puts it back in the caller's transaction, with the constraints deferred that may be; the caller has them looked at when
     * all is put back.
     *
     * @return empty when the owner is not being reverted by this run: nothing was done
     */
    public Optional<Restored> restoreWithin(ImageTarget target, Image image, String run, boolean force) {
        return restoring.restoreWithin(target, image, run, force);
    }

    /** Returns the first of what could not be put back now; writes nothing. */
    public List<Left> left(ImageTarget target, Image image, int limit, boolean force) {
        return restoring.left(target, image, limit, force);
    }

    /** Makes a failure when a trigger or a policy kept rows back. */
    static void requireAll(long wanted, long done) {
        if (done < wanted) {
            throw new OneoffException(
                    FailureKind.STEP_FAILED,
                    (wanted - done) + " of " + wanted + " rows were kept back by a trigger or a row policy",
                    "Look at the table's triggers and policies.");
        }
    }

    /** Returns a statement about one image. */
    static Sql named(String statement, Image image) {
        return named(statement, image.owner(), image.number());
    }

    /** Returns a statement about one image. */
    static Sql named(String statement, ImageOwner owner, ImageNumber number) {
        return owned(statement, owner)
                .with("step", number.step())
                .with("chunk", number.chunk())
                .with("batch", number.batch())
                .with("part", number.part());
    }

    static Sql owned(String statement, ImageOwner owner) {
        return Sql.of(statement).with("id", owner.id()).with("generation", owner.generation());
    }
}
