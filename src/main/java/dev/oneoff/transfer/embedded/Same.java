package dev.oneoff.transfer.embedded;

import dev.oneoff.sql.Identifier;
import java.util.List;

/** The condition that a row of a table has values that are bound. */
final class Same {

    private Same() {}

    /** Returns it for columns that are those of the fields. */
    static String as(List<Cell> cells) {
        return of(cells.stream().map(Cell::name).toList(), cells);
    }

    /** Returns it for columns in the order of the fields. The types are those without limits: no value is cut to be found. */
    static String of(List<String> columns, List<Cell> cells) {
        StringBuilder same = new StringBuilder();
        for (int at = 0; at < columns.size(); at++) {
            same.append(at == 0 ? "" : " AND ")
                    .append(Identifier.of(columns.get(at)).quoted())
                    .append(" = CAST(? AS ")
                    .append(cells.get(at).column().bare())
                    .append(')');
        }
        return same.toString();
    }
}
