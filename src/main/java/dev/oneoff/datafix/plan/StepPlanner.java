package dev.oneoff.datafix.plan;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.database.Verdict;
import dev.oneoff.datafix.plan.Relation.RowSecurity;
import dev.oneoff.datafix.plan.StepPlan.Lock;
import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.datafix.script.Header;
import dev.oneoff.datafix.script.Header.Images;
import dev.oneoff.datafix.statement.Change;
import dev.oneoff.datafix.statement.Change.Form;
import dev.oneoff.datafix.statement.Taking;
import dev.oneoff.sql.Identifier;
import dev.oneoff.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Matches one statement against the catalogue. */
final class StepPlanner {

    private final Session session;
    private final Header header;
    private final Optional<Work> work;
    private final Catalogue catalogue;
    private final boolean explains;
    private final Change change;
    private final Wording wording;
    private final Spot spot;

    StepPlanner(Session session, FixScript script, Statement statement, Optional<Work> work) {
        this.session = session;
        this.header = script.header();
        this.work = work;
        // A server has a catalogue of its own and plans to look at; an embedded database has neither.
        this.explains = session.dialect().advisoryLocks();
        this.catalogue = explains ? new SystemCatalogue(session) : new InformationSchema(session);
        this.change = Taking.apart(statement, script.file());
        this.wording = new Wording(statement);
        this.spot = new Spot(script.errors(), statement.start().line());
    }

    StepPlan plan() {
        if (!explains) {
            new CommonForms(change, spot).require();
        }
        Tables tables = new Tables(catalogue, spot);
        Relation target = tables.of(change.table().name());
        Relation walked = overRows()
                ? target
                : change.driver().map(driver -> tables.of(driver.name())).orElse(target);
        tables.requireNoRules(target, change.form());
        List<StoredColumn> stored = catalogue.columns(target);
        Columns columns = new Columns(target, stored, spot);
        columns.requireSettable(change.columns());
        new Moments(wording, spot).refuse();
        Set<String> opaque = new Volatility(catalogue, spot).requireSteady(change, wording);
        judge(target);
        requireBatches(target, walked);
        List<String> notes = new ArrayList<>(notes(target, walked));
        opaque.forEach(name -> notes.add("calls " + name + "(), whose body is not looked into"));
        Walk walk = walk(walked);
        List<Column> kept = columns.kept(change, header.images());
        if (!explains && header.images() != Images.NONE) {
            new CommonForms(change, spot).requireKept(kept);
        }
        return new StepPlan(
                change,
                walk,
                target.name(),
                change.form() == Form.INSERT ? targetKey(target) : walk.key(),
                kept,
                lock(target),
                work.filter(given -> given.kind() == Work.Kind.ROWS).flatMap(given -> joined(given, stored)),
                notes.isEmpty() && settled(target),
                notes);
    }

    /** Requires that the size of the batches does not decide what comes out. */
    private void requireBatches(Relation target, Relation walked) {
        Set<String> aggregates = new Calls(change, wording).aggregates(catalogue);
        new RowByRow(change, wording, spot).require(aggregates);
        work.ifPresent(given -> {
            OwnBatch own = new OwnBatch(wording, spot, aggregates);
            own.require(given.kind());
            if (!header.orderIndependent()) {
                own.requireNothingComputed(given.kind());
            }
            if (!header.orderIndependent() && given.kind() == Work.Kind.KEYS) {
                new OwnKeys(change, wording, spot).require(uniqueKeys(walked), uniqueKeys(target));
            }
        });
    }

    private boolean settled(Relation target) {
        // Bound to the start of the run, wherever it stands.
        return change.form() == Form.UPDATE
                && !change.readsOthers()
                && catalogue.settles(target, new Calls(change, wording).wordsOfCondition("now"));
    }

    private Optional<Joined> joined(Work rows, List<StoredColumn> stored) {
        Optional<Joined> joined = Joined.of(change, wording, Expected.of(rows, stored, spot), spot);
        if (joined.isEmpty() && change.form() == Form.UPDATE && !header.orderIndependent()) {
            throw spot.refused(
                    "several rows of the file may lead to one row, which would be changed once for each batch of them",
                    "Join them, UPDATE … FROM rows WHERE …, so that this can be looked at, or write"
                            + " -- batches: order-independent if it does not matter how often.");
        }
        return joined;
    }

    /** Says whether an INSERT walks along the rows of a file. */
    private boolean overRows() {
        return work.filter(given -> given.kind() == Work.Kind.ROWS).isPresent()
                && change.driver()
                        .filter(driver -> driver.name().equals(Work.ROWS_TABLE))
                        .isPresent();
    }

    private Walk walk(Relation walked) {
        Identifier alias = change.walked().alias().orElse(change.walked().name().last());
        return overRows()
                ? new Walk(Work.ROWS_TABLE, alias, List.of(Work.PLACE_COLUMN))
                : new Walk(walked.name(), alias, key(walked));
    }

    private List<Column> key(Relation walked) {
        KeyChoice choice = choice(walked);
        Collection<Identifier> set = change.form() == Form.UPDATE ? change.columns() : List.of();
        if (!header.key().isEmpty()) {
            return choice.named(header.key(), set);
        }
        return choice.best(set).orElseThrow(choice::none);
    }

    private List<Column> targetKey(Relation target) {
        KeyChoice choice = choice(target);
        return choice.best(List.of()).orElseGet(() -> {
            if (header.images() == Images.NONE) {
                return List.of();
            }
            throw spot.refused(
                    "the table " + target.shown() + " has no key by which inserted rows are found again",
                    "Give it a primary key, or write -- images: none: then it cannot be reverted.");
        });
    }

    private List<List<String>> uniqueKeys(Relation table) {
        return catalogue.uniques(table).stream()
                .filter(UniqueIndex::usable)
                .map(UniqueIndex::columns)
                .toList();
    }

    private KeyChoice choice(Relation table) {
        return new KeyChoice(table, catalogue.columns(table), catalogue.uniques(table), spot);
    }

    private Lock lock(Relation target) {
        return switch (change.form()) {
            case DELETE -> Lock.UPDATE;
            case INSERT -> overRows() ? Lock.NONE : Lock.SHARE;
            case UPDATE -> {
                Set<String> unique = catalogue.uniqueColumns(target);
                boolean key = change.columns().stream().map(Identifier::name).anyMatch(unique::contains);
                yield key ? Lock.UPDATE : Lock.NO_KEY_UPDATE;
            }
        };
    }

    private void judge(Relation target) {
        Reads reads = new Reads(catalogue, target, change, wording, spot);
        // The keys of a worklist are chosen once: no batch chooses by what earlier ones changed.
        boolean free = header.orderIndependent() || work.isPresent();
        StandIns standIns = new StandIns(explains, header.params());
        if (explains) {
            Explained explained = Explained.of(explain("EXPLAIN (VERBOSE, FORMAT JSON) ", standIns));
            if (free) {
                reads.requireTarget(explained);
            } else {
                reads.require(explained);
            }
        } else {
            explain("EXPLAIN ", standIns);
            if (!free) {
                reads.requireInText();
            }
        }
    }

    private String explain(String command, StandIns standIns) {
        String before = command + work.map(standIns::with).orElse("");
        Explainable text = new Explainable(standIns.meanings(work), spot).write(before, change.statement(), "");
        Verdict<String> verdict = session.judge(Sql.positional(text.text(), List.of()), row -> row.written(1));
        verdict.complaint().ifPresent(complaint -> {
            throw spot.refused(text, complaint);
        });
        return String.join("\n", verdict.rows());
    }

    private List<String> notes(Relation target, Relation walked) {
        List<String> notes = new ArrayList<>();
        List<String> set = change.columns().stream().map(Identifier::name).toList();
        catalogue.triggers(target, change.form(), set).forEach(trigger -> notes.add("trigger " + trigger));
        notes.addAll(new Cascades(catalogue, target, change, spot).notes(header.cascade()));
        for (Relation table : new LinkedHashSet<>(List.of(target, walked))) {
            if (table.security() == RowSecurity.BYPASSED) {
                notes.add("row-level security of " + table.shown() + " does not bind this role: "
                        + String.join(", ", catalogue.policies(table)));
            }
        }
        return notes;
    }
}
