package dev.oneoff.transfer.export;

import dev.oneoff.database.Session;
import dev.oneoff.transfer.embedded.Kind;
import dev.oneoff.transfer.export.mask.Days;
import dev.oneoff.transfer.export.mask.MaskRule;
import dev.oneoff.transfer.file.Format;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of the embedded database, masked here and written as PostgreSQL would. */
record EmbeddedRows(Session session, Source source, Format format, ColumnMasks masks) {

    /** Writes them; returns how many there are. */
    long write(Lines.Target target) throws IOException {
        Lines lines = Lines.of(format, masks.kept());
        lines.head(source.names(), target);
        try (Statement statement = session.connection().createStatement()) {
            // Braces in a condition are the user's own.
            statement.setEscapeProcessing(false);
            long count = 0;
            try (ResultSet rows = statement.executeQuery(select())) {
                List<Kind> kinds = kinds(rows.getMetaData());
                while (rows.next()) {
                    lines.row(values(rows, kinds), target);
                    count++;
                }
            }
            return count;
        } catch (SQLException e) {
            throw session.errors().translate(e, "exporting");
        }
    }

    /** The columns, then those of the key where a mask asks for it, which a query has none of. */
    private String select() {
        if (masks.key().isEmpty()) {
            return source.own();
        }
        List<String> expressions =
                new ArrayList<>(source.columns().stream().map(OutColumn::quoted).toList());
        expressions.addAll(masks.key());
        return source.select(expressions);
    }

    private static List<Kind> kinds(ResultSetMetaData about) throws SQLException {
        List<Kind> kinds = new ArrayList<>();
        for (int column = 1; column <= about.getColumnCount(); column++) {
            kinds.add(Kind.of(about.getColumnTypeName(column)));
        }
        return kinds;
    }

    private List<@Nullable String> values(ResultSet row, List<Kind> kinds) throws SQLException {
        int columns = masks.rules().size();
        StringBuilder key = new StringBuilder();
        for (int at = columns; at < kinds.size(); at++) {
            key.append(shared(kinds.get(at), row, at + 1)).append('\u001f');
        }
        List<@Nullable String> values = new ArrayList<>(columns);
        for (int at = 0; at < columns; at++) {
            Kind kind = kinds.get(at);
            MaskRule rule = masks.rules().get(at);
            if (rule instanceof MaskRule.Keep) {
                values.add(format.json() ? JsonValue.of(kind, row, at + 1) : kind.text(row, at + 1));
            } else {
                String masked = masks.masking().masked(rule, shared(kind, row, at + 1), key.toString());
                values.add(masked != null && rule instanceof MaskRule.ShiftDate ? Days.withoutEra(masked) : masked);
            }
        }
        return values;
    }

    /** Returns a text as PostgreSQL writes it, so that its digest is the same there. */
    private static @Nullable String shared(Kind kind, ResultSet row, int column) throws SQLException {
        String text = kind.text(row, column);
        return text != null && kind.dated() ? Days.withEra(text) : text;
    }
}
