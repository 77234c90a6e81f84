package dev.oneoff.datafix;

import dev.oneoff.database.Session;
import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.datafix.store.Conflicts;
import dev.oneoff.datafix.store.Counts;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixStore;
import dev.oneoff.datafix.store.Input;
import dev.oneoff.datafix.store.WorkStore;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.ledger.Ledger;
import dev.oneoff.ledger.RunRow;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where fixes stand. Writes nothing. */
final class Standings {

    private static final int LISTED = 100;
    private static final int RUNS = 20;

    private final FixFiles files;
    private final Session session;
    private final Clock clock;
    private final FixStore store;
    private final Ledger ledger;

    Standings(FixFiles files, Session session, Clock clock) {
        this.files = files;
        this.session = session;
        this.clock = clock;
        this.store = new FixStore(session, clock);
        this.ledger = new Ledger(session, clock);
    }

    /** Returns all, those with a file first, in the order they are applied. */
    List<FixStatus> all() {
        List<FixRow> begun = store.latest();
        List<String> ids = new ArrayList<>(files.ids());
        begun.stream().map(FixRow::id).filter(id -> !ids.contains(id)).sorted().forEach(ids::add);
        return ids.stream()
                .map(id -> status(
                        id, begun.stream().filter(fix -> fix.id().equals(id)).findFirst(), Input.NONE, List.of()))
                .toList();
    }

    /** Returns the one that an operator means, with its latest runs. */
    FixStatus one(String named) {
        return of(files.resolve(named, store.latest().stream().map(FixRow::id).toList()));
    }

    /** Returns the one of that id, with its latest runs. */
    FixStatus of(String id) {
        Optional<FixRow> row = store.latest(id);
        Input input =
                row.map(begun -> new WorkStore(session, clock, begun).input()).orElse(Input.NONE);
        return status(id, row, input, ledger.about("datafix ", id, RUNS));
    }

    private static FixScript begun(FixRow row) {
        return FixScript.read(row.id(), "datafixes/" + row.id() + ".sql", row.script());
    }

    /** What its file or class says now: a script, or why it is none; neither where there is nothing any more. */
    private record Now(Optional<FixScript> script, Optional<Failure> unreadable) {}

    /** A script that cannot be used hides no other one. */
    private Now now(String id) {
        try {
            return new Now(files.has(id) ? Optional.of(files.read(id)) : Optional.empty(), Optional.empty());
        } catch (OneoffException e) {
            return new Now(Optional.empty(), Optional.of(e.failure()));
        }
    }

    private FixStatus status(String id, Optional<FixRow> row, Input input, List<RunRow> runs) {
        Now now = now(id);
        return new FixStatus(
                id,
                now.script()
                        .map(read -> read.header().why())
                        .or(() -> row.map(FixRow::why))
                        .orElse(""),
                row,
                row.isPresent()
                        && now.script()
                                .filter(read ->
                                        !read.checksum().equals(row.get().checksum()))
                                .isPresent(),
                row.map(store::counts).orElse(new Counts(0, 0, 0, 0)),
                row.map(store::rejects).orElse(List.of()),
                row.map(begun -> store.conflicts(begun, LISTED)).orElse(Conflicts.NONE),
                row.flatMap(begun -> ledger.find(begun.runId())),
                row.map(Standings::begun).or(now::script),
                input,
                now.unreadable(),
                runs);
    }
}
