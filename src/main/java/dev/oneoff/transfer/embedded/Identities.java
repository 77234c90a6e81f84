package dev.oneoff.transfer.embedded;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Moves the identities of columns past the largest number that was inserted, forward only. For one thread. */
final class Identities {

    private static final String FACTS = """
            SELECT c.IDENTITY_BASE, c.IDENTITY_MAXIMUM
            FROM INFORMATION_SCHEMA.COLUMNS c
            WHERE c.TABLE_SCHEMA = :schema
              AND c.TABLE_NAME = :table
              AND c.COLUMN_NAME = :column
              AND c.IDENTITY_INCREMENT > 0""";

    private final Session session;
    private final Into into;
    private final Map<Cell, Long> largest = new LinkedHashMap<>();

    /** The number that an identity gives next, and the last one it may give. */
    private record Facts(@Nullable Long next, long most) {}

    /** Makes it; one that counts down is left alone. */
    Identities(Session session, Into into) {
        this.session = session;
        this.into = into;
        into.cells().stream().filter(cell -> !facts(cell).isEmpty()).forEach(cell -> largest.put(cell, Long.MIN_VALUE));
    }

    /** Takes note of a row that was inserted, with the values of these columns. */
    void inserted(List<Cell> cells, List<@Nullable String> values) {
        for (Map.Entry<Cell, Long> each : largest.entrySet()) {
            int at = cells.indexOf(each.getKey());
            String value = at < 0 ? null : values.get(at);
            if (value != null) {
                each.setValue(Math.max(each.getValue(), Long.parseLong(value)));
            }
        }
    }

    /** Moves them; returns what was done. Commits, as everything does that alters a table. */
    List<String> forward() {
        List<String> done = new ArrayList<>();
        largest.forEach((cell, number) -> facts(cell).forEach(facts -> {
            String name = into.table().shown() + "." + cell.name();
            if (facts.next() == null || number < facts.next()) {
                return;
            }
            if (number >= facts.most()) {
                done.add(name + " ends at " + facts.most() + " and was left where it is");
                return;
            }
            session.execute("ALTER TABLE " + into.table().name().quoted() + " ALTER COLUMN "
                    + cell.column().quoted() + " RESTART WITH " + (number + 1));
            done.add(name + " goes on after " + number);
        }));
        return done;
    }

    private List<Facts> facts(Cell cell) {
        return session.list(
                Sql.of(FACTS)
                        .with("schema", into.table().name().parts().get(0).name())
                        .with("table", into.table().name().last().name())
                        .with("column", cell.name()),
                row -> new Facts(row.longOrNull(1), row.number(2)));
    }
}
