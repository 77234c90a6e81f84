package dev.oneoff.transfer.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What stands beside exported files: where they come from, and what each of them must be.
 *
 * @param version oneoff's
 * @param taken when the snapshot was
 * @param masks the digest of the file of rules
 * @param files in the order in which they can be imported
 */
record Manifest(String version, Instant taken, Optional<String> masks, List<Entry> files) {

    /** The name of the one in a folder, and what a file's own ends with. */
    static final String NAME = "manifest.json";

    private static final int FORM = 1;

    /** One of the files. */
    record Entry(Piece piece, Exported exported) {}

    void write(OutputStream out) throws IOException {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(lines);
        printer.indentArraysWith(lines);
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.setPrettyPrinter(printer);
            json.writeStartObject();
            json.writeNumberField("manifestVersion", FORM);
            json.writeStringField("oneoff", version);
            json.writeStringField("snapshot", taken.toString());
            json.writeStringField("masksSha256", masks.orElse(null));
            json.writeArrayFieldStart("tables");
            for (Entry entry : files) {
                table(json, entry);
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static void table(JsonGenerator json, Entry entry) throws IOException {
        Source source = entry.piece().source();
        json.writeStartObject();
        json.writeStringField("table", source instanceof Source.Table ? source.name() : null);
        json.writeStringField("file", name(entry.exported().file()));
        json.writeStringField("format", entry.piece().format().ending());
        json.writeBooleanField("gzip", entry.piece().zipped());
        json.writeNumberField("rows", entry.exported().rows());
        json.writeNumberField("bytes", entry.exported().bytes());
        json.writeStringField("sha256", entry.exported().sha256());
        if (source instanceof Source.Table table) {
            json.writeStringField("where", table.where().orElse(null));
            json.writeBooleanField("columnsChosen", !table.all());
        }
        json.writeArrayFieldStart("columns");
        for (OutColumn column : source.columns()) {
            json.writeStartObject();
            json.writeStringField("name", column.name().name());
            json.writeStringField("type", column.type());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("computed");
        for (String computed : source instanceof Source.Table table ? table.computed() : List.<String>of()) {
            json.writeString(computed);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static String name(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }
}
