package dev.oneoff.transfer.export;

import dev.oneoff.database.Session;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Looks for documents that are nothing but null: in JSON they would be what NULL is. */
record LostNulls(Session session) {

    /**
     * Refuses a table that has any among the rows and columns that are exported.
     *
     * @param kept whether each column is exported as it is
     */
    void refuse(Source.Table table, List<Boolean> kept) {
        List<OutColumn> documents = IntStream.range(0, kept.size())
                .filter(kept::get)
                .mapToObj(table.columns()::get)
                .filter(OutColumn::jsonb)
                .toList();
        if (documents.isEmpty()) {
            return;
        }
        String counts = documents.stream()
                .map(column -> "count(*) FILTER (WHERE " + column.quoted() + " = 'null')")
                .collect(Collectors.joining(", "));
        List<String> lost = session.listAsItIs("SELECT " + counts + table.from(), row -> {
                    List<String> found = new ArrayList<>();
                    for (int at = 0; at < documents.size(); at++) {
                        long rows = row.number(at + 1);
                        if (rows > 0) {
                            found.add("%,d %s of %s"
                                    .formatted(
                                            rows,
                                            rows == 1 ? "row" : "rows",
                                            documents.get(at).name().name()));
                        }
                    }
                    return found;
                })
                .get(0);
        if (!lost.isEmpty()) {
            throw new OneoffException(
                    FailureKind.REFUSED,
                    table.name() + " has the document null, which in JSON would be the same as NULL: "
                            + String.join(", ", lost) + ".",
                    "Export it as CSV, which keeps them apart; or leave them out with --columns or --where.");
        }
    }
}
