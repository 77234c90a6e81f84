package dev.oneoff.transfer;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.rows.json.JsonKind;
import dev.oneoff.run.Outcome;
import dev.oneoff.run.RunContext;
import dev.oneoff.transfer.ImportRequest.Batching;
import dev.oneoff.transfer.Mark.State;
import dev.oneoff.transfer.file.Shape;
import dev.oneoff.transfer.file.SourceFile;
import dev.oneoff.transfer.target.Targets;
import dev.oneoff.transfer.undo.Keeping;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An import that commits every so many rows, each with a mark of how far it is: whatever ends it, it goes on there, and no row
 * is written twice. The whole file is looked at first, so that what is wrong with it is known before anything is written.
 * For one run.
 */
final class Batches {

    private final RunContext run;
    private final SourceFile source;
    private final ImportRequest request;
    private final Batching batching;
    private final Watching watching;
    private final Marks marks;
    private final List<String> notes = new ArrayList<>();
    private Optional<Keeping> keeping = Optional.empty();

    Batches(RunContext run, SourceFile source, ImportRequest request, Batching batching, Watching watching) {
        this.run = run;
        this.source = source;
        this.request = request;
        this.batching = batching;
        this.watching = watching;
        this.marks = new Marks(run.session(), run.clock());
    }

    /** The whole file, looked at. */
    private record Checked(Imported would, List<Long> rejectedLines, List<JsonKind> kinds, Runnable streaming) {}

    /** Runs it; the failure is INPUT_REJECTED where the file has more mistakes than it may have, and nothing more was written. */
    Outcome<Imported> run() {
        Shape shape = source.shape();
        String target = new Targets(run.session())
                .writable(request.table().orElse(source.name().table()))
                .shown();
        Optional<Mark> before = marks.find(target, source.sha256());
        if (batching.resume()
                && before.filter(mark -> mark.state() == State.DONE).isPresent()) {
            return over(shape, before.get());
        }
        if (batching.resume() && before.isEmpty()) {
            requireNoOther(target);
        }
        Mark none = Mark.none(target, source.sha256(), run.id());
        Mark from = before.flatMap(this::stopped).orElse(none);
        Checked checked = run.session().inTransaction(() -> check(shape, from), done -> false);
        Imports.stream(checked.streaming, "No row was imported that was not before.", run.journal());
        if (checked.would.rejected() > request.maxErrors()) {
            return Outcome.failed(checked.would, Imports.rejected(checked.would));
        }
        notes.addAll(checked.would.notes());
        keeping = run.session()
                .inTransaction(() -> from.run().equals(run.id())
                        ? begun(none, !checked.would.key().isEmpty())
                        : Keeping.after(from.run(), run));
        if (keeping.isEmpty() && request.images()) {
            notes.add("no old values are kept, as %s: it cannot be undone".formatted(Keeping.lost(from.run(), run)));
        }
        try (SourceFile.Opened opened = source.open(shape, checked.kinds)) {
            Mark mark = batches(shape, opened, from, checked.rejectedLines);
            requireSame(mark);
            if (mark.counts().inserted() + mark.counts().updated() > 0) {
                keeping.map(Keeping::note).ifPresent(notes::add);
            }
            Imported imported = checked.would.with(mark.counts(), notes);
            return Outcome.done(imported, imported.summary());
        } catch (IOException e) {
            throw source.cutOff(e);
        }
    }

    /** Looks at the rows that are not committed yet. */
    private Checked check(Shape shape, Mark from) {
        Importing rest = new Importing(run.session(), source, shape, request, watching)
                .after(from.counts().rows());
        rest.requireNoOwnReference();
        Imported would = rest.run(Extent.LOOK);
        List<Long> rejected = would.rejected() == 0 ? List.of() : rest.rejectedLines();
        return new Checked(would, rejected, rest.kinds(), rest.streaming());
    }

    /** There is nothing left of a file that was imported to its end. */
    private Outcome<Imported> over(Shape shape, Mark mark) {
        Imported none = run.session()
                .inTransaction(
                        () -> new Importing(run.session(), source, shape, request, watching)
                                .after(mark.counts().rows())
                                .run(Extent.LOOK),
                        done -> false);
        // For an undo of this run, which finds that there is nothing to do.
        run.session().inTransaction(() -> kept(mark));
        return Outcome.done(
                none.with(none.counts(), List.of("run %s has imported this file to its end".formatted(mark.run()))),
                none.summary());
    }

    /** Returns where it is to go on; empty where it begins. */
    private Optional<Mark> stopped(Mark mark) {
        return switch (mark.state()) {
            case DONE -> Optional.empty();
            case UNDONE ->
                anew("Run %s has undone an import of this file into %s: its rows up to line %,d may be gone."
                        .formatted(mark.run(), mark.target(), mark.line()));
            case CHANGED ->
                anew("The file was changed while run %s imported it into %s: not all that is committed is of this file."
                        .formatted(mark.run(), mark.target()));
            case GOING -> {
                if (batching.resume()) {
                    requireSameTerms(mark);
                    run.journal()
                            .say("going on after line %,d, where run %s stopped".formatted(mark.line(), mark.run()));
                    yield Optional.of(mark);
                }
                if (!batching.again()) {
                    throw refused(
                            "Run %s has imported %,d rows of this file into %s and stopped."
                                    .formatted(mark.run(), mark.counts().rows(), mark.target()),
                            "Go on with --resume, or begin at its first row with --again.");
                }
                yield Optional.empty();
            }
        };
    }

    /** Where a file has come nowhere, it may be one that was changed since. */
    private void requireNoOther(String target) {
        marks.stopped(target).ifPresent(other -> {
            throw refused(
                    "No import of %s into %s has stopped, but one of another file has, or of this one before it was changed (run %s)."
                            .formatted(source.named(), target, other),
                    "Give --resume the file as it was; or leave --resume out, and this one begins at its first row.");
        });
    }

    private void requireSameTerms(Mark mark) {
        String began = marks.terms(mark);
        String now = Terms.of(request);
        if (!now.equals(began)) {
            throw refused(
                    "The import that stopped began with other options: %s; now it is %s.".formatted(began, now),
                    "Go on with those, or begin at the first row with --again.");
        }
    }

    private Optional<Mark> anew(String why) {
        if (batching.resume()) {
            throw refused(
                    why,
                    "Begin at its first row: leave out --resume"
                            + (request.passOver().noKey()
                                    ? "; without a key, rows of it that are still there are inserted again."
                                    : "."));
        }
        return Optional.empty();
    }

    private static OneoffException refused(String what, String next) {
        return new OneoffException(FailureKind.REFUSED, what, next);
    }

    /** Puts the file to its beginning, and the import into the ledger. */
    private Optional<Keeping> begun(Mark none, boolean keyed) {
        marks.begin(none, keyed, Terms.of(request));
        return request.images() ? Optional.of(kept(none)) : Optional.empty();
    }

    private Keeping kept(Mark mark) {
        Keeping kept = Keeping.of(run);
        kept.begin(new Keeping.Begun(
                source.named(), mark.sha256(), mark.target(), request.mode().label()));
        return kept;
    }

    private Mark batches(Shape shape, SourceFile.Opened opened, Mark from, List<Long> rejected) throws IOException {
        opened.skip(from.counts().rows());
        Mark mark = from;
        while (true) {
            Mark before = mark;
            Reading reading = watching.reading(opened, before.counts().rows());
            Optional<Mark> next = committed(before, () -> {
                Part part = new Importing(run.session(), source, shape, request, watching)
                        .keeping(keeping.map(kept -> kept.batch(before.batches() + 1)))
                        .part(opened.records(), batching.rows(), reading, rejected);
                if (part.counts().rows() == 0) {
                    return Optional.empty();
                }
                part.notes().stream().filter(note -> !notes.contains(note)).forEach(notes::add);
                Mark after = before.plus(part, run.id());
                marks.advance(after, before.batches());
                return Optional.of(after);
            });
            if (next.isEmpty()) {
                Mark done = mark.finished(run.id(), opened.sha256());
                marks.advance(done, done.batches());
                return done;
            }
            mark = next.get();
        }
    }

    /** Work in a transaction, whose failure says what is committed. */
    private Optional<Mark> committed(Mark before, Supplier<Optional<Mark>> work) {
        try {
            run.cancellation().check();
            return run.session().inTransaction(work);
        } catch (OneoffException e) {
            Failure failure = run.cancellation()
                    .failure()
                    .map(stopped -> stopped.hinting(""))
                    .orElse(e.failure());
            throw new OneoffException(
                    failure.titled("batch %,d (after line %,d): %s"
                                    .formatted(before.batches() + 1, before.line(), failure.title()))
                            .hinting("%,d %s with %,d rows are committed.%s Go on with --resume%s."
                                    .formatted(
                                            before.batches(),
                                            before.batches() == 1 ? "batch" : "batches",
                                            before.counts().rows(),
                                            failure.hint().isEmpty() ? "" : " " + failure.hint(),
                                            orUndo(before)))
                            .with("line", Long.toString(before.line())),
                    e);
        }
    }

    private String orUndo(Mark before) {
        return before.batches() == 0
                ? ""
                : keeping.map(kept -> ", or take back what is committed: oneoff import --undo " + kept.id())
                        .orElse("");
    }

    private void requireSame(Mark mark) {
        if (mark.state() == State.CHANGED) {
            throw new OneoffException(
                    FailureKind.STEP_FAILED,
                    source.named() + " was changed while it was imported: its rows are not those that were looked at.",
                    "They are all committed. Compare: oneoff import " + source.named() + " --dry-run");
        }
    }
}
