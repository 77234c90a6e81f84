package dev.oneoff.datafix;

import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.datafix.revert.Looking;
import dev.oneoff.datafix.revert.Mode;
import dev.oneoff.datafix.revert.Revert;
import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixState;
import dev.oneoff.datafix.store.FixStore;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.images.Restored;
import dev.oneoff.run.Opening;
import dev.oneoff.run.Outcome;
import dev.oneoff.run.Pooler;
import dev.oneoff.run.RunContext;
import dev.oneoff.run.RunRequest;
import dev.oneoff.run.Runs;
import dev.oneoff.run.Surroundings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Taking fixes back, from the ledger alone. */
final class Reverts {

    private static final String COMMAND = "datafix revert";

    private final Database database;
    private final Surroundings surroundings;
    private final FixFiles files;
    private final Pooler pooler;
    private final Purges purges;

    Reverts(Database database, Surroundings surroundings, FixFiles files, Pooler pooler, Purges purges) {
        this.database = database;
        this.surroundings = surroundings;
        this.files = files;
        this.pooler = pooler;
        this.purges = purges;
    }

    /** Returns what a revert would do; writes nothing. */
    Reverted preview(RevertRequest request) {
        try (Session session = opening(request).read(new Runs(database, surroundings).sessionName(COMMAND))) {
            FixRow fix = found(session, request);
            Looking looking = new Looking(session, surroundings.clock(), fix);
            if (looking.over(Mode.SKIP)) {
                return over(session, fix, request);
            }
            looking.requireImages();
            Restored ahead = looking.look();
            return new Reverted(
                    fix.id(), Optional.empty(), fix.state().label(), request.mode(), ahead.rows(), ahead.conflicts());
        }
    }

    @SuppressWarnings("try") // The lock is held, not used.
    Outcome<Reverted> revert(RevertRequest request) {
        Runs runs = new Runs(database, surroundings);
        try (Session session = opening(request).write(runs.sessionName(COMMAND))) {
            pooler.pass(session);
            FixRow fix = new Grants(session, List.of()).naming(() -> found(session, request));
            if (new Looking(session, surroundings.clock(), fix).over(request.mode())) {
                Reverted over = over(session, fix, request);
                return Outcome.done(over, over.sentence());
            }
            return grants(session, fix)
                    .outcome(() -> runs.execute(session, RunRequest.of(COMMAND, fix.id()), run -> {
                        purges.beside(run);
                        try (Held held = new Holding(run, database, surroundings, request.lockWait()).alone(fix.id())) {
                            return held(run, fix.id(), request);
                        }
                    }));
        }
    }

    private static Grants grants(Session session, FixRow fix) {
        return new Grants(session, List.of(FixScript.read(fix.id(), "datafixes/" + fix.id() + ".sql", fix.script())));
    }

    private Outcome<Reverted> held(RunContext run, String id, RevertRequest request) {
        FixStore store = new FixStore(run.session(), run.clock());
        FixRow fix = store.latest(id).orElseThrow();
        Reverted reverted;
        if (new Looking(run.session(), run.clock(), fix).over(request.mode())) {
            reverted = over(run.session(), fix, request);
        } else {
            if (!run.session().dialect().embedded()) {
                run.session().execute("SET idle_in_transaction_session_timeout = '30s'");
                // Looking whether all images are there may take longer than the role allows an ordinary statement.
                run.session().execute("SET statement_timeout = 0");
            }
            Restored restored = new Revert(run, surroundings, request.mode()).run(fix);
            FixState state = restored.conflicts() == 0 ? FixState.REVERTED : FixState.REVERTED_WITH_CONFLICTS;
            reverted = new Reverted(
                    id, Optional.of(run.id()), state.label(), request.mode(), restored.rows(), restored.conflicts());
        }
        return Outcome.done(reverted, reverted.sentence());
    }

    private Reverted over(Session session, FixRow fix, RevertRequest request) {
        long conflicts =
                new FixStore(session, surroundings.clock()).conflicts(fix, 0).total();
        return new Reverted(fix.id(), Optional.empty(), fix.state().label(), request.mode(), 0, conflicts);
    }

    private FixRow found(Session session, RevertRequest request) {
        FixStore store = new FixStore(session, surroundings.clock());
        List<String> begun = store.latest().stream().map(FixRow::id).toList();
        String id = files.resolve(request.named(), begun);
        return store.latest(id)
                .orElseThrow(() -> new OneoffException(
                        FailureKind.REFUSED,
                        "Fix " + id + " was never begun: there is nothing to revert.",
                        "See where it stands: oneoff datafix show " + id));
    }

    private Opening opening(RevertRequest request) {
        return new Opening(database, surroundings, Duration.ZERO, request.lockWait());
    }
}
