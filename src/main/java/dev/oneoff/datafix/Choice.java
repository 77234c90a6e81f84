package dev.oneoff.datafix;

import dev.oneoff.datafix.script.FixScript;
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
    record Chosen(FixScript script, Optional<FixRow> row, int generation) {}

    /** Returns the ids that are pending: never begun, or begun and not over, and not paused. */
    List<String> pending() {
        return files.ids().stream().filter(id -> isPending(begun.get(id))).toList();
    }

    private static boolean isPending(@Nullable FixRow row) {
        return row == null || (row.state().unfinished() && row.state() != FixState.PAUSED);
    }

    /** Returns the fixes of a request in order; none when there is nothing to do. */
    List<Chosen> of(ApplyRequest request) {
        List<String> ids = request.named().isEmpty()
                ? pending()
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
        List<Chosen> chosen = new ArrayList<>();
        ids.forEach(id -> choose(id, request.again()).ifPresent(chosen::add));
        return chosen;
    }

    private Optional<Chosen> choose(String id, boolean again) {
        FixRow row = begun.get(id);
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
