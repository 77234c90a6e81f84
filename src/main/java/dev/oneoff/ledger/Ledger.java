package dev.oneoff.ledger;

import dev.oneoff.database.Row;
import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who ran what, from which release, with what result. The tables lie in the schema that was current when the session
 * began and are named with it, so that a changeset's SET search_path leads nowhere else. Reading never creates them.
 * Writes happen in whatever transaction the session is in. For one thread.
 */
public final class Ledger {

    private static final String VERSION = "ledger.version";
    private static final int ATTEMPTS = 5;

    private final Session session;
    private final Clock clock;
    private final String prefix;

    /** Makes the ledger of a session's schema. */
    public Ledger(Session session, Clock clock) {
        this.session = session;
        this.clock = clock;
        this.prefix = "\"" + session.schema().replace("\"", "\"\"") + "\".";
    }

    /**
     * Creates the tables or brings them to this version's shape.
     *
     * @throws OneoffException CONFIGURATION when a newer version of oneoff has been here
     */
    public void prepare() {
        int known = LedgerSql.VERSIONS.size();
        int found = version();
        if (found > known) {
            throw new OneoffException(
                    FailureKind.CONFIGURATION,
                    "The tables oneoff_… were written by a newer oneoff (version " + found
                            + " of their shape; this one knows " + known + ").",
                    "Use the newer oneoff: an older one could misread them.");
        }
        for (int attempt = 1; found < known; attempt++) {
            try {
                bring(found, known);
                return;
            } catch (OneoffException e) {
                // Another session may be at the same: CREATE TABLE IF NOT EXISTS fails when both create it at once.
                if (attempt == ATTEMPTS || e.kind() != FailureKind.STEP_FAILED) {
                    throw e;
                }
                found = version();
            }
        }
    }

    private int version() {
        return fact(VERSION).map(Integer::parseInt).orElse(0);
    }

    private void bring(int found, int known) {
        session.inTransaction(() -> {
            LedgerSql.VERSIONS.subList(found, known).forEach(step -> step.forEach(sql -> session.execute(named(sql))));
            put(VERSION, Integer.toString(known), null);
            return known;
        });
    }

    /** Returns a remembered value; empty when it, or the ledger, is not there. */
    public Optional<String> fact(String name) {
        return session.listIfThere(sql(LedgerSql.FACT).with("name", name), row -> row.text(1))
                .flatMap(values -> values.stream().findFirst());
    }

    /** Returns the SELECT of one remembered value, to be read together with something else in one statement. */
    public String factQuery(String name) {
        return named(LedgerSql.FACT).replace(":name", "'" + name + "'");
    }

    /**
     * Remembers a value in place of what was there.
     *
     * @param run the run that says so, or null
     */
    public void put(String name, String value, @Nullable String run) {
        forget(name);
        session.update(sql(LedgerSql.INSERT_FACT)
                .with("name", name)
                .with("value", value)
                .with("at", clock.instant())
                .with("run", run));
    }

    /** Forgets a value; nothing happens when there is none. */
    public void forget(String name) {
        session.update(sql(LedgerSql.REMOVE_FACT).with("name", name));
    }

    /** Writes a run: one that begins, or one that is over already. */
    public void insert(RunRow run) {
        session.update(sql(LedgerSql.INSERT_RUN)
                .with("id", run.id())
                .with("command", run.command())
                .with("subject", run.subject())
                .with("state", run.state().label())
                .with("startedAt", run.startedAt())
                .with("finishedAt", run.finishedAt())
                .with("actor", run.origin().actor())
                .with("actorSource", run.origin().actorSource())
                .with("release", run.origin().release())
                .with("releaseSource", run.origin().releaseSource())
                .with("ticket", run.origin().ticket().orElse(null))
                .with("toolVersion", run.origin().toolVersion())
                .with("exitCode", run.exitCode())
                .with("summary", run.summary()));
    }

    /** Ends a run; does nothing to one that has ended already. */
    public void finish(String id, RunState state, int exitCode, String summary) {
        session.update(sql(LedgerSql.FINISH_RUN)
                .with("id", id)
                .with("state", state.label())
                .with("finishedAt", clock.instant())
                .with("exitCode", exitCode)
                .with("summary", summary));
    }

    /** Returns the runs of these commands that say they are running, oldest first; they may be dead ones. */
    public List<RunRow> running(Set<String> commands) {
        return session.list(sql(LedgerSql.RUNNING), Ledger::run).stream()
                .filter(run -> commands.contains(run.command()))
                .toList();
    }

    /**
     * Calls a run lost if it still says that it is running.
     *
     * @return whether it did
     */
    public boolean lose(String id) {
        return session.update(sql(LedgerSql.LOSE_RUN).with("id", id).with("summary", RunRow.LOST)) == 1;
    }

    /** Writes a step that begins, or one that is over already. */
    public void insert(String run, StepRow step) {
        session.update(inserting(run, step));
    }

    /** Returns what {@link #insert(String, StepRow)} runs, for whoever runs it together with something else. */
    public Sql inserting(String run, StepRow step) {
        return sql(LedgerSql.INSERT_STEP)
                .with("run", run)
                .with("position", step.position())
                .with("name", step.name())
                .with("state", step.state())
                .with("startedAt", step.startedAt())
                .with("finishedAt", step.finishedAt())
                .with("rows", step.rows())
                .with("detail", step.detail());
    }

    /** Ends a step that was written when it began. */
    public void finish(String run, StepRow step) {
        session.update(finishing(run, step));
    }

    /** Returns what {@link #finish(String, StepRow)} runs, for whoever runs it together with something else. */
    public Sql finishing(String run, StepRow step) {
        return sql(LedgerSql.FINISH_STEP)
                .with("run", run)
                .with("position", step.position())
                .with("state", step.state())
                .with("finishedAt", step.finishedAt())
                .with("rows", step.rows())
                .with("detail", step.detail());
    }

    /** Returns the steps that began and never ended, by name; the latest where there are several. */
    public Map<String, Unfinished> unfinished() {
        Map<String, Unfinished> steps = new HashMap<>();
        session.listIfThere(
                        sql(LedgerSql.UNFINISHED_STEPS),
                        row -> new Unfinished(
                                row.text(1), row.text(2), row.text(3), Optional.ofNullable(row.textOrNull(4))))
                .orElse(List.of())
                .forEach(step -> steps.put(step.name(), step));
        return steps;
    }

    /** Marks steps of that name that began and never ended as interrupted. */
    public void closeUnfinished(String step) {
        session.update(sql(LedgerSql.CLOSE_STEPS).with("name", step).with("at", clock.instant()));
    }

    /** Returns the latest runs, newest first; none when there is no ledger. */
    public List<RunRow> recent(int limit) {
        return session.listIfThere(sql(LedgerSql.RECENT).with("limit", limit), Ledger::run)
                .orElse(List.of());
    }

    /** Returns the run of that id. */
    public Optional<RunRow> find(String id) {
        return session.listIfThere(sql(LedgerSql.FIND).with("id", id), Ledger::run)
                .flatMap(runs -> runs.stream().findFirst());
    }

    /**
     * Returns the runs of a command whose ids begin like this, oldest first.
     *
     * @param prefix letters, digits and hyphens
     */
    public List<RunRow> beginning(String command, String prefix, int limit) {
        return session.listIfThere(
                        sql(LedgerSql.BEGINNING)
                                .with("command", command)
                                .with("prefix", prefix + "%")
                                .with("limit", limit),
                        Ledger::run)
                .orElse(List.of());
    }

    /** Returns the latest runs of a command, or of commands that begin with its word, about one thing; newest first. */
    public List<RunRow> about(String command, String subject, int limit) {
        return session.listIfThere(
                        sql(LedgerSql.ABOUT)
                                .with("command", command + "%")
                                .with("subject", subject)
                                .with("limit", limit),
                        Ledger::run)
                .orElse(List.of());
    }

    /** Returns a run's steps in order. */
    public List<StepRow> steps(String run) {
        return session.listIfThere(sql(LedgerSql.STEPS).with("run", run), Ledger::step)
                .orElse(List.of());
    }

    private static RunRow run(Row row) {
        return new RunRow(
                row.text(1),
                row.text(2),
                row.text(3),
                RunState.of(row.text(4)),
                row.instant(5),
                row.instantOrNull(6),
                new Origin(
                        row.text(7),
                        row.text(8),
                        row.text(9),
                        row.text(10),
                        Optional.ofNullable(row.textOrNull(11)),
                        row.text(12)),
                row.intOrNull(13),
                row.textOrNull(14));
    }

    private static StepRow step(Row row) {
        return new StepRow(
                (int) row.number(1),
                row.text(2),
                row.text(3),
                row.instant(4),
                row.instantOrNull(5),
                row.longOrNull(6),
                row.textOrNull(7));
    }

    private Sql sql(String statement) {
        return Sql.of(named(statement));
    }

    /** Returns a statement about tables of ours, in which {@code %1$s} stands before their names, for this session. */
    public String named(String statement) {
        return statement.replace("%1$s", prefix);
    }
}
