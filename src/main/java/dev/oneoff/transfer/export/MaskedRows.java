package dev.oneoff.transfer.export;

import dev.oneoff.database.Session;
import dev.oneoff.transfer.file.Format;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that are read through a cursor, masked here, and written as COPY would. */
record MaskedRows(Session session, Source source, Format format, ColumnMasks masks) {

    private static final int AT_ONCE = 2000;

    /** Writes them; returns how many there are. */
    long write(Lines.Target target) throws IOException {
        Lines lines = Lines.of(format, masks.kept());
        lines.head(source.names(), target);
        String select = new ExportSql(source, format).values(masks.kept(), masks.key());
        try (Statement statement = session.connection().createStatement()) {
            // Braces in a condition are the user's own.
            statement.setEscapeProcessing(false);
            statement.setFetchSize(AT_ONCE);
            long count = 0;
            try (ResultSet rows = statement.executeQuery(select)) {
                while (rows.next()) {
                    lines.row(masked(rows), target);
                    count++;
                }
            }
            return count;
        } catch (SQLException e) {
            throw session.errors().translate(e, "exporting");
        }
    }

    private List<@Nullable String> masked(ResultSet row) throws SQLException {
        int columns = masks.rules().size();
        StringBuilder key = new StringBuilder();
        for (int at = 0; at < masks.key().size(); at++) {
            key.append(row.getString(columns + at + 1)).append('\u001f');
        }
        List<@Nullable String> values = new ArrayList<>(columns);
        for (int at = 0; at < columns; at++) {
            values.add(masks.masking().masked(masks.rules().get(at), row.getString(at + 1), key.toString()));
        }
        return values;
    }
}
