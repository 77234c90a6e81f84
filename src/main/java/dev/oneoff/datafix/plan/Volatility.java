package dev.oneoff.datafix.plan;

import dev.oneoff.datafix.plan.Calls.Call;
import dev.oneoff.datafix.statement.Change;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Refuses functions that choose rows and answer differently each time: a batch would re-check another condition than the one
 * it read. By name, so one volatile overload is enough.
 */
record Volatility(Catalogue catalogue, Spot spot) {

    /** Returns the functions with bodies of somebody's own that the statement calls. */
    Set<String> requireSteady(Change change, Wording wording) {
        requireNoSequence(change, wording);
        List<Call> calls = new Calls(change, wording).all();
        List<Routine> routines = routines(calls);
        Set<String> opaque = new LinkedHashSet<>();
        for (Call call : calls) {
            for (Routine routine : routines) {
                if (!call.means(routine)) {
                    continue;
                }
                if (routine.unsteady() && call.decides()) {
                    throw unsteady(call, routine);
                }
                if (routine.opaque()) {
                    opaque.add(routine.schema() + "." + routine.name());
                }
            }
        }
        return opaque;
    }

    private List<Routine> routines(Collection<Call> calls) {
        if (calls.isEmpty()) {
            return List.of();
        }
        Set<String> names = new LinkedHashSet<>();
        calls.forEach(call -> names.add(call.name().name()));
        return new ArrayList<>(catalogue.routines(names));
    }

    private RuntimeException unsteady(Call call, Routine routine) {
        String instead = routine.opaque()
                ? "Declare it STABLE if its answer depends on its arguments and the tables alone, or compare with a value."
                : "Compare with a value or a column; now() and current_date are bound to the start of the run.";
        return spot.at(call.line())
                .refused(
                        call.name().name() + "() is volatile: it may choose other rows each time it is asked", instead);
    }

    private void requireNoSequence(Change change, Wording wording) {
        int from = change.condition().from();
        for (int at = 0; at < wording.size(); at++) {
            if (wording.get(at).from() >= from
                    && wording.isWord(at, "NEXT")
                    && wording.isWord(at + 1, "VALUE")
                    && wording.isWord(at + 2, "FOR")) {
                throw spot.at(wording.line(at))
                        .refused(
                                "NEXT VALUE FOR is volatile: it may choose other rows each time it is asked",
                                "Compare with a value or a column.");
            }
        }
    }
}
