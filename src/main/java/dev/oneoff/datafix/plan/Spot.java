package dev.oneoff.datafix.plan;

import dev.oneoff.database.Verdict.Complaint;
import dev.oneoff.datafix.statement.Refusal;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;

/** The place in a script that messages name. */
record Spot(Refusal refusal, int line) {

    OneoffException refused(String what, String instead) {
        return refusal.at(line, what, instead);
    }

    OneoffException denied(String what, String instead) {
        Failure failure = refused(what, instead).failure();
        return new OneoffException(new Failure(FailureKind.DENIED, failure.title(), failure.hint(), failure.facts()));
    }

    /** Makes the exception for what the server says of a text. */
    OneoffException refused(Explainable text, Complaint complaint) {
        int at = complaint.position().isPresent()
                ? text.line(complaint.position().getAsInt())
                : line;
        return at(at).refused(
                        "the server does not take the statement: " + complaint.text(),
                        "Mend what it names; the statement has to run as it stands.");
    }

    Spot at(int other) {
        return new Spot(refusal, other);
    }
}
