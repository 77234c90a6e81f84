package dev.oneoff.datafix;

import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.datafix.store.Conflicts;
import dev.oneoff.datafix.store.Counts;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixState;
import dev.oneoff.datafix.store.Input;
import dev.oneoff.datafix.store.Reject;
import dev.oneoff.failure.Failure;
import dev.oneoff.ledger.RunRow;
import java.util.List;
import java.util.Optional;

/**
 * A fix for people: its script, and where it stands.
 *
 * @param why what its script says of itself, or said when it was begun
 * @param begun empty when it never ran
 * @param changed whether the script is another than the one that was begun
 * @param mover the latest run that moved it
 * @param script as it was begun, else as it is now
 * @param input what it was given when it was begun; only where one fix was asked for
 * @param unreadable why its script, as it is now, cannot be used
 * @param runs those about it, newest first; only where one fix was asked for
 */
public record FixStatus(
        String id,
        String why,
        Optional<FixRow> begun,
        boolean changed,
        Counts counts,
        List<Reject> rejects,
        Conflicts conflicts,
        Optional<RunRow> mover,
        Optional<FixScript> script,
        Input input,
        Optional<Failure> unreadable,
        List<RunRow> runs) {

    /** Returns its state in one word. */
    public String state() {
        return begun.map(row -> row.state().label()).orElse("pending");
    }

    /** Returns what brings it to an end, for people. */
    String toSucceed() {
        Optional<FixState> state = begun.map(FixRow::state);
        if (state.filter(FixState.REVERTING::equals).isPresent()) {
            return "To end the revert: oneoff datafix revert " + id;
        }
        return state.filter(FixState::over).isPresent()
                ? "To begin it anew: oneoff datafix apply " + id + " --again"
                : "To finish it: oneoff datafix apply " + id;
    }
}
