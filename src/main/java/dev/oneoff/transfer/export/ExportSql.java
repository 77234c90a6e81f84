package dev.oneoff.transfer.export;

import dev.oneoff.transfer.file.Format;
import java.util.ArrayList;
import java.util.List;

/** The statements that rows are read with. */
record ExportSql(Source source, Format format) {

    /** Returns the COPY of which {@link CopiedLines} makes the lines after the header. */
    String copy() {
        return switch (format) {
            case CSV -> "COPY (" + source.own() + "\n) TO STDOUT (FORMAT csv)";
            case TSV -> "COPY (" + source.own() + "\n) TO STDOUT (FORMAT csv, DELIMITER E'\\t')";
            case JSON, NDJSON -> "COPY (" + source.select(this::sent) + "\n) TO STDOUT";
        };
    }

    private String sent(OutColumn column) {
        return source.form(column) == CopiedJson.Form.JSON ? element(column) : column.json();
    }

    /**
     * Returns a SELECT of texts: of a column that is masked its own, of any other what stands in the file.
     *
     * @param kept whether each column is not masked
     * @param more names of columns that follow, for the masks
     */
    String values(List<Boolean> kept, List<String> more) {
        List<String> expressions = new ArrayList<>();
        for (int at = 0; at < kept.size(); at++) {
            OutColumn column = source.columns().get(at);
            String written = format.json() ? element(column) : column.csv();
            expressions.add(kept.get(at) ? written : column.quoted());
        }
        expressions.addAll(more);
        return source.select(expressions);
    }

    private String element(OutColumn column) {
        return source instanceof Source.Query
                ? inOneLine("to_json(" + column.quoted() + ")")
                : "CAST(to_json(" + column.json() + ") AS text)";
    }

    /** A value of type json keeps its lines, between its words only: in its strings they are escaped. */
    private static String inOneLine(String json) {
        return "replace(replace(CAST(" + json + " AS text), E'\\n', ' '), E'\\r', ' ')";
    }
}
