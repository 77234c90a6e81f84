package dev.oneoff.datafix;

import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.datafix.script.Header.Phase;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixState;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which fixes a command means, and whether each of them begins, goes on or is over.
 *
 * @param begun the latest generation of each, by id
 */
record Choice(FixFiles files, Map<String, FixRow> begun) {

    /** A fix that is to be run; without a row it begins, as the generation of that number. */
    record Chosen(FixScript script, Optional<FixRow> row, int generation) {

        Meant meant() {
            return new Meant(
                    script.id(),
                    generation,
                    script.checksum(),
                    row.map(begun -> begun.state().label()).orElse("pending"),
                    script.header().why());
        }
    }

    /** Returns the ids that are pending: never begun, or begun and not over, and not paused. */
    List<String> pending() {
        return files.ids().stream().filter(id -> isPending(begun.get(id))).toList();
    }

    private List<String> pending(Optional<Phase> phase) {
        return pending().stream()
                .filter(id -> phase.isEmpty()
                        || phase.get() == files.read(id).header().phase())
                .toList();
    }

    private static boolean isPending(@Nullable FixRow row) {
        return row == null || (row.state().unfinished() && row.state() != FixState.PAUSED);
    }

    /** Returns the fixes of a request in order; none when there is nothing to do. */
    List<Chosen> of(ApplyRequest request) {
        List<Chosen> chosen = new ArrayList<>();
        ids(request).forEach(id -> choose(id, request.again()).ifPresent(chosen::add));
        return chosen;
    }

    /** Returns the ids that a request means, in order, whether there is something to do or not. */
    List<String> ids(ApplyRequest request) {
        List<String> ids = request.named().isEmpty()
                ? pending(request.phase())
                : request.named().stream()
                        .map(name -> files.resolve(name, List.copyOf(begun.keySet())))
                        .distinct()
                        .toList();
        if (request.named().isEmpty() && ids.size() > 1 && !request.all()) {
            throw new OneoffException(
                    FailureKind.USAGE,
                    ids.size() + " fixes are pending: " + String.join(", ", ids) + ".",
                    "Name the ones to apply, or say --all.");
        }
        return ids;
    }

    /** Returns a line for each fix that is not taken though somebody may expect it, where none was named. */
    List<String> passedOver(ApplyRequest request) {
        return !request.named().isEmpty()
                ? List.of()
                : files.ids().stream()
                        .filter(id -> begun.containsKey(id) && !isPending(begun.get(id)))
                        .flatMap(id -> passedOver(id, request.phase()).stream())
                        .toList();
    }

    private Optional<String> passedOver(String id, Optional<Phase> phase) {
        FixRow row = Optional.ofNullable(begun.get(id)).orElseThrow();
        Optional<FixScript> script = readable(id);
        if (phase.isPresent() && !phase.equals(script.map(read -> read.header().phase()))) {
            return Optional.empty();
        }
        String passed = "passed over: fix " + id + " ";
        String again = "; to begin it anew: oneoff datafix apply " + id + " --again";
        String is = "is " + row.state().label().replace('_', ' ');
        return switch (row.state()) {
            case SUCCEEDED ->
                script.filter(read -> read.checksum().equals(row.checksum())).isPresent()
                        ? Optional.empty()
                        : Optional.of(passed + "succeeded, and its script was changed since" + again);
            case CANCELLED, REVERTED, REVERTED_WITH_CONFLICTS -> Optional.of(passed + is + again);
            case REVERTING -> Optional.of(passed + is + "; to end that: oneoff datafix revert " + id);
            case PAUSED -> Optional.of(passed + is + "; to go on: oneoff datafix apply " + id);
            case RUNNING, INTERRUPTED, FAILED, INCOMPLETE ->
                throw new IllegalStateException("a pending fix is not passed over: " + row);
        };
    }

    /** A script that is not to be run stops nobody. */
    private Optional<FixScript> readable(String id) {
        try {
            return Optional.of(files.read(id));
        } catch (OneoffException e) {
            return Optional.empty();
        }
    }

    /** Returns what is to be run of a fix; empty when there is nothing to do. */
    Optional<Chosen> choose(String id, boolean again) {
        FixRow row = begun.get(id);
        if (row != null && row.state() == FixState.REVERTING) {
            throw new OneoffException(
                    FailureKind.REFUSED,
                    "Fix " + id + " is being reverted.",
                    "To end the revert: oneoff datafix revert " + id);
        }
        if (row != null && row.state().unfinished()) {
            return Optional.of(new Chosen(going(id, row), Optional.of(row), row.generation()));
        }
        FixScript script = files.read(id);
        boolean repeats = row != null
                && row.state() == FixState.SUCCEEDED
                && script.header().repeats();
        if (row == null || again || repeats) {
            return Optional.of(new Chosen(script, Optional.empty(), row == null ? 1 : row.generation() + 1));
        }
        boolean changed = !row.checksum().equals(script.checksum());
        return switch (row.state()) {
            case SUCCEEDED -> {
                if (changed) {
                    throw over(id, "succeeded, and its script was changed since");
                }
                yield Optional.empty();
            }
            case CANCELLED, REVERTING, REVERTED, REVERTED_WITH_CONFLICTS ->
                throw over(id, "is " + row.state().label().replace('_', ' '));
            case RUNNING, PAUSED, INTERRUPTED, FAILED, INCOMPLETE ->
                throw new IllegalStateException("an unfinished fix goes on: " + row);
        };
    }

    /** An unfinished fix goes on as it began: from its own text where the file is gone, and not with another one. */
    private FixScript going(String id, FixRow row) {
        FixScript stored = FixScript.read(id, "datafixes/" + id + ".sql", row.script());
        if (!files.has(id)) {
            return stored;
        }
        FixScript script = files.read(id);
        if (!script.checksum().equals(row.checksum())) {
            throw new OneoffException(
                    FailureKind.INPUT_REJECTED,
                    "Fix " + id + " is " + row.state().label() + " and its script was changed half-way.",
                    "Put the script back (oneoff datafix show " + id
                            + " has it) and let it end, or give it up: oneoff datafix" + " cancel " + id);
        }
        return script;
    }

    private static OneoffException over(String id, String how) {
        return new OneoffException(
                FailureKind.REFUSED,
                "Fix " + id + " " + how + ".",
                "To begin it anew: oneoff datafix apply " + id + " --again");
    }
}
