package dev.oneoff.transfer.export;

import dev.oneoff.transfer.file.Format;

/** The statement that the server writes the file with. */
record ExportSql(Source source, Format format) {

    // JSON holds none of these control characters, so nothing in it is quoted.
    private static final String AS_IT_IS =
            ") TO STDOUT (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02', ESCAPE E'\\x01')";

    /** Returns the COPY. */
    String copy() {
        return switch (format) {
            case CSV -> "COPY (" + plain() + "\n) TO STDOUT (FORMAT csv, HEADER)";
            case TSV -> "COPY (" + plain() + "\n) TO STDOUT (FORMAT csv, HEADER, DELIMITER E'\\t')";
            case JSON, NDJSON -> "COPY (" + objects() + AS_IT_IS;
        };
    }

    private String plain() {
        if (source instanceof Source.Query query) {
            return query.text();
        }
        return ((Source.Table) source).select(OutColumn::quoted);
    }

    private String objects() {
        if (source instanceof Source.Query query) {
            // A value of type json keeps its lines, between its words only: in its strings they are escaped.
            return "SELECT replace(replace(CAST(row_to_json(oneoff_row) AS text), E'\\n', ' '), E'\\r', ' ') FROM ("
                    + query.text() + "\n) AS oneoff_row";
        }
        return "SELECT row_to_json(oneoff_row) FROM (" + ((Source.Table) source).select(OutColumn::json)
                + "\n) AS oneoff_row";
    }
}
