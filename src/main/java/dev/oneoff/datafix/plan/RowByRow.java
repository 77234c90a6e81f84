package dev.oneoff.datafix.plan;

import dev.oneoff.datafix.statement.Change;
import dev.oneoff.datafix.statement.Change.Form;
import java.util.Set;

/** Refuses an INSERT that makes one row of all that it finds: it would make one of each batch. */
record RowByRow(Change change, Wording wording, Spot spot) {

    void require(Set<String> aggregates) {
        if (change.form() != Form.INSERT) {
            return;
        }
        for (int at = 0; at < wording.size(); at++) {
            boolean called = wording.isSymbol(at + 1, "(") && wording.get(at).bracket() == Wording.OUTSIDE;
            boolean aggregate = wording.name(at)
                    .filter(name -> aggregates.contains(name.name()))
                    .isPresent();
            if (called && aggregate) {
                throw spot.at(wording.line(at))
                        .refused(
                                wording.get(at).token().text() + "() does not work row by row of a driver table",
                                "Compute it in a sub-select of its own table, for each driver row.");
            }
        }
    }
}
