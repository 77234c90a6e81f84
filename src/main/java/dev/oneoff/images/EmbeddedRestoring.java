package dev.oneoff.images;

import dev.oneoff.database.Session;
import dev.oneoff.failure.OneoffException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** On H2, whose engine runs in this process: the content of an image is read, judged and put back here. */
final class EmbeddedRestoring implements Restoring {

    private static final String TWICE = "23505";

    private final Session session;
    private final ImageTables tables;
    private final Map<ImageTarget, EmbeddedTarget> targets = new HashMap<>();

    EmbeddedRestoring(Session session, ImageTables tables) {
        this.session = session;
        this.tables = tables;
    }

    @Override
    public Restored look(ImageTarget target, Image image, Set<ImageNumber> later, boolean force) {
        return session.inTransaction(() -> {
            Set<List<String>> written = later.stream()
                    .flatMap(number -> keys(image.owner(), number))
                    .collect(Collectors.toSet());
            List<KeptRow> rows = rows(image);
            List<KeptRow> plain =
                    rows.stream().filter(row -> !written.contains(row.key())).toList();
            List<Judged> judged = judge(of(target), plain, false, force);
            long writes = judged.stream().filter(Judged::writes).count() + rows.size() - plain.size();
            return restored(target, writes, judged);
        });
    }

    /** Holds the keys of all rows. */
    @Override
    public Set<List<ImageNumber>> shared(ImageOwner owner, List<Integer> steps) {
        List<ImageNumber> left = session.list(
                Images.owned(EmbeddedSql.LEFT.formatted(tables.images()), owner).with("steps", steps.toArray()),
                row -> new ImageNumber((int) row.number(1), (int) row.number(2), row.number(3), (int) row.number(4)));
        Map<List<String>, List<ImageNumber>> holders = new HashMap<>();
        left.forEach(number -> keys(owner, number)
                .forEach(key -> holders.computeIfAbsent(key, first -> new ArrayList<>(1))
                        .add(number)));
        return holders.values().stream().filter(held -> held.size() > 1).collect(Collectors.toSet());
    }

    @Override
    public Optional<Restored> restore(ImageTarget target, Image image, String run, boolean force) {
        return session.inTransaction(() -> restoreWithin(target, image, run, force));
    }

    @Override
    public Optional<Restored> restoreWithin(ImageTarget target, Image image, String run, boolean force) {
        if (!mark(image, run)) {
            return Optional.empty();
        }
        EmbeddedTarget rows = of(target);
        List<Judged> judged = new ArrayList<>(judge(rows, rows(image), true, force));
        List<Judged> wanted = judged.stream().filter(Judged::writes).toList();
        List<Judged> keptOut = write(rows, wanted);
        if (!wanted.isEmpty()) {
            free(rows, judged, force);
        }
        long written = judged.stream().filter(Judged::writes).count() - keptOut.size();
        keptOut.forEach(row -> judged.add(
                new Judged(row.row(), Judged.Act.NONE, List.of(), List.of(new Judged.Conflict(0, "kept_out", null)))));
        session.update(Images.named(EmbeddedSql.FORGET.formatted(tables.conflicts()), image));
        judged.forEach(row -> row.conflicts().forEach(conflict -> tell(rows, image, row.row(), conflict, run)));
        return Optional.of(restored(target, written, judged));
    }

    /** Takes inserted rows away, one after the other, that stayed for the sake of rows which are gone by now. */
    private static void free(EmbeddedTarget target, List<Judged> judged, boolean force) {
        boolean some = true;
        while (some) {
            some = false;
            for (ListIterator<Judged> each = judged.listIterator(); each.hasNext(); ) {
                Judged row = each.next();
                if (row.needed()) {
                    Judged now = judge(target, List.of(row.row()), true, force).get(0);
                    each.set(now);
                    if (now.writes()) {
                        write(target, List.of(now));
                        some = true;
                    }
                }
            }
        }
    }

    @Override
    public List<Left> left(ImageTarget target, Image image, int limit, boolean force) {
        EmbeddedTarget rows = of(target);
        return session.inTransaction(() -> judge(rows, rows(image), false, force).stream()
                .flatMap(row -> row.conflicts().stream()
                        .map(conflict -> new Left(
                                Exact.write(row.row().key()),
                                conflict.column() == 0 ? Optional.empty() : Optional.of(rows.name(conflict.column())),
                                conflict.kind(),
                                Optional.ofNullable(conflict.shown()))))
                .limit(limit)
                .toList());
    }

    private EmbeddedTarget of(ImageTarget target) {
        return targets.computeIfAbsent(target, given -> new EmbeddedTarget(session, given));
    }

    private static Restored restored(ImageTarget target, long rows, List<Judged> judged) {
        List<Judged.Conflict> conflicts =
                judged.stream().flatMap(row -> row.conflicts().stream()).toList();
        long stuck = conflicts.stream()
                .filter(conflict -> !Set.of("changed", "taken").contains(conflict.kind()))
                .count();
        long missing = judged.stream()
                .filter(row -> !row.writes() && row.conflicts().isEmpty())
                .count();
        return new Restored(rows, conflicts.size(), stuck, target.form() == ImageForm.INSERT ? missing : 0);
    }

    private boolean mark(Image image, String run) {
        boolean going = !session.list(
                        Images.named(EmbeddedSql.GOING.formatted(tables.owners()), image)
                                .with("run", run),
                        row -> row.number(1))
                .isEmpty();
        return going && session.update(Images.named(EmbeddedSql.MARK.formatted(tables.images()), image)) == 1;
    }

    /** Reads the rows of an image; of one that was open before, those that left conflicts. */
    private List<KeptRow> rows(Image image) {
        Map<Long, Set<Integer>> open = new TreeMap<>();
        session.list(
                Images.named(EmbeddedSql.OPEN.formatted(tables.conflicts()), image),
                row -> open.computeIfAbsent(row.number(1), place -> new HashSet<>())
                        .add((int) row.number(2)));
        String content = session.list(
                        Images.named(EmbeddedSql.CONTENT.formatted(tables.images()), image), row -> row.text(1))
                .get(0);
        List<KeptRow> rows = new ArrayList<>();
        long place = 0;
        for (Object item : Exact.read(content)) {
            place++;
            if (open.isEmpty() || open.containsKey(place)) {
                rows.add(KeptRow.of(place, Optional.ofNullable(open.get(place)), item));
            }
        }
        return rows;
    }

    private Stream<List<String>> keys(ImageOwner owner, ImageNumber number) {
        return session
                .list(Images.named(EmbeddedSql.CONTENT.formatted(tables.images()), owner, number), row -> row.text(1))
                .stream()
                .flatMap(content -> Exact.read(content).stream())
                .map(item -> KeptRow.of(0, Optional.empty(), item).key());
    }

    private static List<Judged> judge(EmbeddedTarget target, List<KeptRow> rows, boolean locking, boolean force) {
        Map<List<String>, FoundRow> found = target.found(rows, locking);
        return rows.stream()
                .map(row -> Judged.of(
                        target.form(), row, Optional.ofNullable(found.get(row.key())), target.settable(), force))
                .toList();
    }

    /**
     * Writes rows one after the other; what a constraint refuses is tried again when the others are there, as long as that
     * helps: a row may refer to one that comes after it.
     *
     * @return deleted rows that another row's unique value keeps out
     */
    private static List<Judged> write(EmbeddedTarget target, List<Judged> wanted) {
        List<Judged> left = wanted;
        while (true) {
            List<Judged> refused = new ArrayList<>();
            List<OneoffException> reasons = new ArrayList<>();
            for (Judged row : left) {
                try {
                    Images.requireAll(1, target.write(row));
                } catch (OneoffException e) {
                    if (!sqlState(e).startsWith("23")) {
                        throw e;
                    }
                    refused.add(row);
                    reasons.add(e);
                }
            }
            if (refused.isEmpty() || refused.size() == left.size()) {
                requireKeptOut(target, refused, reasons);
                return refused;
            }
            left = refused;
        }
    }

    private static void requireKeptOut(EmbeddedTarget target, List<Judged> refused, List<OneoffException> reasons) {
        for (int at = 0; at < refused.size(); at++) {
            boolean inserts =
                    target.form() == ImageForm.DELETE && refused.get(at).act() == Judged.Act.RESTORE;
            if (!inserts || !sqlState(reasons.get(at)).equals(TWICE)) {
                throw reasons.get(at);
            }
        }
    }

    private static String sqlState(OneoffException error) {
        return error.failure().fact("sqlState").orElse("");
    }

    private void tell(EmbeddedTarget target, Image image, KeptRow row, Judged.Conflict conflict, String run) {
        session.update(Images.named(EmbeddedSql.TELL.formatted(tables.conflicts()), image)
                .with("place", row.place())
                .with("number", conflict.column())
                .with("name", conflict.column() == 0 ? null : target.name(conflict.column()))
                .with("key", Exact.write(row.key()))
                .with("kind", conflict.kind())
                .with("found", conflict.shown())
                .with("run", run));
    }
}
