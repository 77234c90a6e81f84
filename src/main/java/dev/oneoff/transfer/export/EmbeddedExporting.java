package dev.oneoff.transfer.export;

import dev.oneoff.database.Session;
import dev.oneoff.rows.csv.RecordWriter;
import dev.oneoff.transfer.embedded.Kind;
import dev.oneoff.transfer.file.Format;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads rows of the embedded database and writes them as PostgreSQL would. */
record EmbeddedExporting(Session session, Format format) {

    /** Writes the rows of a SELECT; returns how many there are. */
    long write(String select, OutputStream out) throws IOException {
        try (Statement statement = session.connection().createStatement();
                ResultSet rows = statement.executeQuery(select)) {
            ResultSetMetaData about = rows.getMetaData();
            List<String> names = new ArrayList<>();
            List<Kind> kinds = new ArrayList<>();
            for (int column = 1; column <= about.getColumnCount(); column++) {
                names.add(about.getColumnLabel(column));
                kinds.add(Kind.of(about.getColumnTypeName(column)));
            }
            return switch (format) {
                case CSV -> records(rows, names, kinds, new RecordWriter(out, ','));
                case TSV -> records(rows, names, kinds, new RecordWriter(out, '\t'));
                case JSON -> objects(rows, new JsonRows(out, true, names, kinds));
                case NDJSON -> objects(rows, new JsonRows(out, false, names, kinds));
            };
        } catch (SQLException e) {
            throw session.errors().translate(e, "exporting");
        }
    }

    private static long records(ResultSet rows, List<String> names, List<Kind> kinds, RecordWriter writer)
            throws SQLException, IOException {
        writer.write(names);
        long count = 0;
        while (rows.next()) {
            List<@Nullable String> texts = new ArrayList<>(kinds.size());
            for (int at = 0; at < kinds.size(); at++) {
                texts.add(kinds.get(at).text(rows, at + 1));
            }
            writer.write(texts);
            count++;
        }
        writer.flush();
        return count;
    }

    private static long objects(ResultSet rows, JsonRows writer) throws SQLException, IOException {
        long count = 0;
        while (rows.next()) {
            writer.write(rows);
            count++;
        }
        writer.end();
        return count;
    }
}
