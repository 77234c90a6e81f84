package dev.oneoff.datafix.plan;

import dev.oneoff.datafix.statement.Change;
import dev.oneoff.sql.Identifier;
import java.util.ArrayList;
import java.util.List;

/** Refuses a change that goes on into other tables, where it is neither counted nor restored, unless that is accepted. */
record Cascades(Catalogue catalogue, Relation target, Change change, Spot spot) {

    /** Returns what people should know of the foreign keys. */
    List<String> notes(boolean accepted) {
        List<String> notes = new ArrayList<>();
        for (ForeignKey key : catalogue.referencing(target)) {
            String action = switch (change.form()) {
                case DELETE -> key.actsOnDelete() ? "ON DELETE " + key.onDelete() : "";
                case UPDATE -> isSet(key) && key.actsOnUpdate() ? "ON UPDATE " + key.onUpdate() : "";
                case INSERT -> "";
            };
            if (!action.isEmpty()) {
                requireAccepted(accepted, key, action);
                notes.add("rows of %s change with it (%s, %s) and cannot be restored"
                        .formatted(key.other(), key.name(), action));
            } else if (isChecked(key)) {
                notes.add("a row that %s still refers to fails (foreign key %s)".formatted(key.other(), key.name()));
            }
        }
        for (ForeignKey key : catalogue.referenced(target)) {
            boolean checked = switch (change.form()) {
                case UPDATE, INSERT -> isSet(key);
                case DELETE -> false;
            };
            if (checked) {
                notes.add("the row it refers to must be in %s (foreign key %s)".formatted(key.other(), key.name()));
            }
        }
        return notes;
    }

    private void requireAccepted(boolean accepted, ForeignKey key, String action) {
        if (!accepted) {
            throw spot.refused(
                    "rows of %s would change with %s (foreign key %s, %s) and could not be restored"
                            .formatted(key.other(), target.shown(), key.name(), action),
                    "Change them in a statement of their own before this one, or write -- cascade: accepted.");
        }
    }

    private boolean isChecked(ForeignKey key) {
        return switch (change.form()) {
            case DELETE -> true;
            case UPDATE -> isSet(key);
            case INSERT -> false;
        };
    }

    private boolean isSet(ForeignKey key) {
        return change.columns().stream().map(Identifier::name).anyMatch(key.columns()::contains);
    }
}
