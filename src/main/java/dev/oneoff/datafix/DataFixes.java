package dev.oneoff.datafix;

import dev.oneoff.config.Settings;
import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.datafix.Choice.Chosen;
import dev.oneoff.datafix.code.CodedFix;
import dev.oneoff.datafix.preview.FixPreview;
import dev.oneoff.datafix.purge.Purged;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixState;
import dev.oneoff.datafix.store.FixStore;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.run.Opening;
import dev.oneoff.run.Outcome;
import dev.oneoff.run.Pooler;
import dev.oneoff.run.RunContext;
import dev.oneoff.run.RunRequest;
import dev.oneoff.run.Runs;
import dev.oneoff.run.Surroundings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Data fixes: what there is, apply, revert, pause, cancel, require. */
public final class DataFixes {

    private final Settings settings;
    private final Database database;
    private final Surroundings surroundings;
    private final FixFiles files;

    /** Makes the feature for an app without fixes in Java. */
    public DataFixes(Settings settings, Database database, Surroundings surroundings) {
        this(settings, database, surroundings, List::of);
    }

    /**
     * Makes the feature.
     *
     * @param classes looks for the fixes that are classes of the application; asked often
     */
    public DataFixes(
            Settings settings, Database database, Surroundings surroundings, Supplier<List<CodedFix>> classes) {
        this.settings = settings;
        this.database = database;
        this.surroundings = surroundings;
        this.files = new FixFiles(settings.app().path(), new FixClasses(classes));
    }

    /** Returns all fixes, those with a file first, in the order they are applied; writes nothing. */
    public List<FixStatus> list(Duration lockWait) {
        return reading("datafix list", lockWait, session -> standings(session).all());
    }

    /** Returns one fix, with its runs; writes nothing. */
    public FixStatus show(String named, Duration lockWait) {
        return reading("datafix show", lockWait, session -> standings(session).one(named));
    }

    private Standings standings(Session session) {
        session.requireSchema();
        return new Standings(files, session, surroundings.clock());
    }

    /** Returns what {@link #apply} would run, in order, to be confirmed; writes nothing. */
    public List<Meant> meant(ApplyRequest request) {
        return meant(request, Duration.ZERO);
    }

    /** Returns the same from a server that may take so long to come up. */
    public List<Meant> meant(ApplyRequest request, Duration waitForDatabase) {
        Opening opening = new Opening(database, surroundings, waitForDatabase, request.lockWait());
        try (Session session = opening.read(new Runs(database, surroundings).sessionName("datafix apply"))) {
            session.requireSchema();
            return new Grants(session, List.of())
                    .naming(() -> choice(session).of(request).stream()
                            .map(Chosen::meant)
                            .toList());
        }
    }

    private Choice choice(Session session) {
        return new Choice(files, begun(new FixStore(session, surroundings.clock())));
    }

    /** Returns what {@link #apply} would do to each fix; with none named, to all that are pending. Writes nothing. */
    public List<FixAhead> dryRun(ApplyRequest request) {
        return new DryRuns(settings, database, surroundings, files).of(request);
    }

    /** Writes a script of a statement, and returns what it would do; a statement that is refused is not written. */
    public FixPreview tryOut(Draft draft, Duration lockWait) {
        return new DryRuns(settings, database, surroundings, files).of(draft, lockWait);
    }

    /**
     * Applies fixes one after the other; stops at the first that does not succeed.
     *
     * @param confirmed what {@link #meant} has returned: nothing else is run
     * @return what became of each that ran; the failure is the last one's
     * @throws OneoffException REFUSED when something else is pending by now; whatever the first one throws
     */
    public Outcome<List<Applied>> apply(ApplyRequest request, List<Meant> confirmed) {
        List<Chosen> chosen = reading("datafix apply", request.lockWait(), session -> {
            session.requireSchema();
            Choice choice = choice(session);
            List<Chosen> found = choice.of(request);
            found.forEach(fix -> requireConfirmed(fix.meant(), confirmed));
            choice.passedOver(request).forEach(surroundings.journal()::say);
            return found;
        });
        return new InTurn(surroundings.clock(), this::purgeBeside)
                .run(chosen, request, new Applying(settings, database, surroundings, files)::apply);
    }

    private static void requireConfirmed(Meant fix, List<Meant> confirmed) {
        if (confirmed.stream().noneMatch(fix::same)) {
            throw new OneoffException(
                    FailureKind.REFUSED,
                    "Fix " + fix.id()
                            + " is to be run, and that is not what was confirmed: it is pending since then, or"
                            + " its script is another one.",
                    "Nothing was changed. Say it again.");
        }
    }

    /** Counts what {@link #purge} would delete; writes nothing. */
    public Purged purgePreview(Optional<Duration> olderThan, Duration lockWait) {
        return purges(olderThan.orElse(settings.images().retention())).preview(lockWait);
    }

    /** Deletes what fixes kept that have been over for so long; empty for as long as the settings say. */
    public Outcome<Purged> purge(Optional<Duration> olderThan, Duration lockWait) {
        return purges(olderThan.orElse(settings.images().retention())).purge(lockWait);
    }

    /** Deletes as much of it as a moment allows, before other work that keeps old values, too. */
    public void purgeBeside(RunContext run) {
        purges(settings.images().retention()).beside(run);
    }

    private Purges purges(Duration retention) {
        return new Purges(database, surroundings, pooler(), retention);
    }

    private Pooler pooler() {
        return new Pooler(database.address().host(), settings.allowPooler());
    }

    /** Takes a fix back; the file of its script need not be there. */
    public Outcome<Reverted> revert(RevertRequest request) {
        return reverts().revert(request);
    }

    /** Returns what {@link #revert} would do; writes nothing. */
    public Reverted revertPreview(RevertRequest request) {
        return reverts().preview(request);
    }

    private Reverts reverts() {
        return new Reverts(
                database,
                surroundings,
                files,
                pooler(),
                purges(settings.images().retention()));
    }

    /** Pauses a fix that is running, or gives up one that is not over; its process stops at the end of its batch. */
    public Outcome<FixStatus> stop(String named, FixState to, Duration lockWait) {
        String command = to == FixState.PAUSED ? "datafix pause" : "datafix cancel";
        Runs runs = new Runs(database, surroundings);
        try (Session session =
                new Opening(database, surroundings, Duration.ZERO, lockWait).write(runs.sessionName(command))) {
            pooler().pass(session);
            FixStore store = new FixStore(session, surroundings.clock());
            Map<String, FixRow> begun = begun(store);
            String id = files.resolve(named, List.copyOf(begun.keySet()));
            FixRow row = Optional.ofNullable(begun.get(id))
                    .filter(found -> found.state().next().contains(to))
                    .orElseThrow(() -> new OneoffException(
                            FailureKind.REFUSED,
                            "Fix " + id + " is "
                                    + Optional.ofNullable(begun.get(id))
                                            .map(found -> found.state().label())
                                            .orElse("pending")
                                    + ": there is nothing to " + command.substring("datafix ".length()) + ".",
                            "See where it stands: oneoff datafix show " + id));
            return runs.execute(session, RunRequest.of(command, id), run -> {
                if (!store.move(
                        row,
                        to,
                        run.id(),
                        to.label() + " by " + surroundings.origin().actor())) {
                    throw new OneoffException(
                            FailureKind.REFUSED,
                            "Fix " + id + " has moved on meanwhile.",
                            "Nothing was changed. See where it stands: oneoff datafix show " + id);
                }
                return Outcome.done(standings(session).of(id), "fix " + id + " is " + to.label());
            });
        }
    }

    /**
     * Answers whether a fix has succeeded with the script it has now; writes nothing.
     *
     * @return empty when it has; otherwise why not
     */
    public Optional<Failure> require(String named, Duration lockWait) {
        FixStatus status = show(named, lockWait);
        if (status.unreadable().isPresent()) {
            return status.unreadable();
        }
        if (status.state().equals(FixState.SUCCEEDED.label()) && !status.changed()) {
            return Optional.empty();
        }
        String how = status.changed() ? status.state() + " with another script" : status.state();
        return Optional.of(
                new Failure(FailureKind.CHECK_FAILED, "Fix " + status.id() + " is " + how + ".", status.toSucceed()));
    }

    private static Map<String, FixRow> begun(FixStore store) {
        return store.latest().stream().collect(Collectors.toMap(FixRow::id, Function.identity()));
    }

    private <T> T reading(String command, Duration lockWait, Function<Session, T> work) {
        Runs runs = new Runs(database, surroundings);
        try (Session session =
                new Opening(database, surroundings, Duration.ZERO, lockWait).read(runs.sessionName(command))) {
            return new Grants(session, List.of()).naming(() -> work.apply(session));
        }
    }
}
