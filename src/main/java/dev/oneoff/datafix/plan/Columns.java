package dev.oneoff.datafix.plan;

import dev.oneoff.config.Nearest;
import dev.oneoff.datafix.script.Header.Images;
import dev.oneoff.datafix.statement.Change;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.sql.Identifier;
import java.util.List;

/** The columns of the changed table: those that are set must be there, those that are stored can be kept. */
record Columns(Relation table, List<StoredColumn> columns, Spot spot) {

    void requireSettable(List<Identifier> set) {
        for (Identifier name : set) {
            StoredColumn column = get(name);
            if (column.generated()) {
                throw spot.refused(
                        "the column " + name.name() + " of " + table.shown() + " is generated",
                        "Set the columns it is computed from.");
            }
        }
    }

    /** Returns what is kept of a row. */
    List<Column> kept(Change change, Images images) {
        return switch (change.form()) {
            case UPDATE ->
                images == Images.ROW
                        ? stored()
                        : change.columns().stream()
                                .map(name -> get(name).column())
                                .toList();
            case DELETE, INSERT -> stored();
        };
    }

    private List<Column> stored() {
        return columns.stream()
                .filter(column -> !column.generated())
                .map(StoredColumn::column)
                .toList();
    }

    private StoredColumn get(Identifier name) {
        return columns.stream()
                .filter(column -> column.column().name().equals(name))
                .findFirst()
                .orElseThrow(() -> missing(name));
    }

    private OneoffException missing(Identifier name) {
        List<String> names = columns.stream().map(StoredColumn::name).toList();
        String instead = Nearest.to(name.name(), names)
                .map(near -> "Did you mean " + near + "?")
                .orElse("Its columns are " + String.join(", ", names) + ".");
        return spot.refused("there is no column " + name.name() + " in " + table.shown(), instead);
    }
}
