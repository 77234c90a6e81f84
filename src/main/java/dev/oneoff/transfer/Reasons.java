package dev.oneoff.transfer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.oneoff.database.Session;
import dev.oneoff.rows.csv.RecordWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that is wrong with the rows of a file, as records of CSV or objects of JSON; there may be more than memory holds. */
record Reasons(Session session) {

    private static final int AT_ONCE = 2000;
    private static final List<String> NAMES = List.of("line", "field", "column", "value", "code", "reason");
    private static final int NUMBERS = 2;

    private static final String ALL = """
            SELECT line, place, field, "value", code, reason
            FROM oneoff_reject
            ORDER BY line, place""";

    void write(Rejecting.Report form, OutputStream out) throws IOException {
        try (Statement statement = session.connection().createStatement()) {
            statement.setFetchSize(AT_ONCE);
            try (ResultSet row = statement.executeQuery(ALL)) {
                switch (form) {
                    case CSV -> records(row, out);
                    case JSON -> objects(row, out);
                }
            }
        } catch (SQLException e) {
            throw session.errors().translate(e, "writing the reasons of the rejected rows");
        }
    }

    private static void records(ResultSet row, OutputStream out) throws SQLException, IOException {
        RecordWriter writer = new RecordWriter(out, ',');
        writer.write(NAMES);
        while (row.next()) {
            List<@Nullable String> cells = new ArrayList<>();
            for (int column = 1; column <= NAMES.size(); column++) {
                cells.add(row.getString(column));
            }
            writer.write(cells);
        }
        writer.flush();
    }

    /** An array, each object in a line of its own. */
    private static void objects(ResultSet row, OutputStream out) throws SQLException, IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeStartArray();
            json.writeRaw('\n');
            while (row.next()) {
                json.writeStartObject();
                for (int column = 1; column <= NAMES.size(); column++) {
                    json.writeFieldName(NAMES.get(column - 1));
                    if (column <= NUMBERS) {
                        json.writeNumber(row.getLong(column));
                    } else {
                        json.writeString(row.getString(column));
                    }
                }
                json.writeEndObject();
                json.writeRaw('\n');
            }
            json.writeEndArray();
            json.writeRaw('\n');
        }
    }
}
