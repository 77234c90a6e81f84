package dev.oneoff.datafix.plan;

import dev.oneoff.datafix.statement.Change;
import dev.oneoff.datafix.statement.Change.Form;
import java.util.List;

/** Refuses what only a server understands, and names the form that works on both. */
record CommonForms(Change change, Spot spot) {

    /** Refuses values that the embedded database does not make again of what it writes. */
    void requireKept(List<Column> columns) {
        for (Column column : columns) {
            if (column.type().startsWith("ROW(") || column.type().startsWith("JAVA_OBJECT")) {
                throw spot.refused(
                        "old values of the column " + column.name().name() + " (" + column.type() + ") cannot be kept",
                        "Leave the column alone, or write -- images: none: then it cannot be reverted.");
            }
        }
    }

    void require() {
        if (change.form() == Form.UPDATE && change.others().isPresent()) {
            throw spot.refused(
                    "the embedded database has no UPDATE … FROM",
                    "Write a sub-select, which works on both: SET a = (SELECT … WHERE …) WHERE EXISTS (SELECT 1 FROM …"
                            + " WHERE …).");
        }
        if (change.form() == Form.DELETE && change.others().isPresent()) {
            throw spot.refused(
                    "the embedded database has no DELETE … USING",
                    "Write a sub-select, which works on both: WHERE EXISTS (SELECT 1 FROM … WHERE …).");
        }
        if (change.tail().isPresent()) {
            throw spot.refused(
                    "the embedded database has no ON CONFLICT",
                    "Say which rows are missing, which works on both: WHERE NOT EXISTS (SELECT 1 FROM … WHERE …).");
        }
    }
}
