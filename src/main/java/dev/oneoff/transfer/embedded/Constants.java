package dev.oneoff.transfer.embedded;

import dev.oneoff.database.Session;
import dev.oneoff.transfer.target.TargetColumn;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Values that are the same in all rows. */
public record Constants(Session session) {

    /** Says why a text is no value of a column; empty when it is one. */
    public Optional<String> refused(TargetColumn column, String text) {
        Line line = new Line(0);
        line.add(text, true);
        String cast = "SELECT CAST(? AS " + column.bare() + ")";
        try (Bound bound = new Bound(session, cast, List.of(new Cell(0, 0, column)))) {
            bound.any(line);
            return Optional.empty();
        } catch (SQLException e) {
            if (!Fault.ofTheRow(e)) {
                throw session.errors()
                        .translate(e, "reading the value of " + column.name().name());
            }
            return Optional.of(session.errors().text(e));
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
