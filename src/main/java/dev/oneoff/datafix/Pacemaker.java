package dev.oneoff.datafix;

import dev.oneoff.config.FixSettings;
import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.datafix.plan.FixPlan;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixStore;
import dev.oneoff.lock.Pause;
import dev.oneoff.pace.Pace;
import dev.oneoff.pace.Tempo;
import dev.oneoff.pace.Throttle;
import dev.oneoff.pace.Watching;
import dev.oneoff.run.RunContext;
import dev.oneoff.sql.Identifier;
import dev.oneoff.sql.QualifiedName;
import java.util.Optional;
import java.util.stream.Collectors;

/** Chooses what the pace of a fix goes by: the operator's words, the project's, and what there is to watch. */
record Pacemaker(FixSettings settings, Pacing pacing, Database database, Pause pause) {

    /** Refuses a throttle query that is none, before anything is written. */
    void require(Session session) {
        if (session.dialect().advisoryLocks()) {
            throttle().ifPresent(throttle -> throttle.require(session));
        }
    }

    /** Begins to watch; the caller closes it. */
    Pace begin(RunContext run, FixRow fix, FixPlan plan) {
        if (!run.session().dialect().advisoryLocks()) {
            if (pacing.vacuum() || pacing.throttle().isPresent()) {
                run.journal().warn("--vacuum and --throttle mean nothing to an embedded database");
            }
            return Pace.alone(pacing.tempo(), run.clock(), pause);
        }
        Watching watching = new Watching(database, "oneoff watch/" + run.id(), run.clock(), pause)
                .blocked("oneoff/" + run.id() + "/%");
        plan.targets().forEach(target -> watch(watching, target));
        throttle().ifPresent(watching::throttle);
        settings.follower()
                .ifPresent(follower -> watching.follower(
                        new Database(follower), new FixStore(run.session(), run.clock()).heartbeat(fix)));
        return watching.begin(pacing.tempo());
    }

    /** A fix that changes most rows of a table leaves as many dead ones at any pace: at the full one that slows nothing down. */
    private void watch(Watching watching, QualifiedName target) {
        if (pacing.tempo() != Tempo.FULL) {
            watching.dead(target.quoted(), shown(target));
        }
        if (pacing.vacuum()) {
            watching.vacuum(target.quoted(), shown(target));
        }
    }

    private Optional<Throttle> throttle() {
        return pacing.throttle()
                .map(Throttle::ofFlag)
                .or(() -> settings.throttle().map(Throttle::ofFile));
    }

    private static String shown(QualifiedName name) {
        return name.parts().stream().map(Identifier::name).collect(Collectors.joining("."));
    }
}
