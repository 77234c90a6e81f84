package dev.oneoff.transfer.file;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a look into a file tells before its rows are read.
 *
 * @param header the first line of CSV as it stands; empty for JSON
 * @param names those of its first line, or of all its objects; empty texts where there is none
 * @param separator between two fields
 * @param sparse names that some objects lack
 * @param first where a name that is not in the first line stands first, for people
 * @param counted whether several objects stand in one line: they are counted then, and no lines
 */
public record Shape(
        Format format,
        String header,
        List<String> names,
        char separator,
        Charset encoding,
        Set<String> sparse,
        Map<String, String> first,
        boolean counted) {

    /** Copies the lists. */
    public Shape {
        names = List.copyOf(names);
        sparse = Set.copyOf(sparse);
        first = Map.copyOf(first);
    }

    /** Returns where a name stands first, for people. */
    public String first(String name) {
        return first.getOrDefault(name, "line 1");
    }

    /** Returns what should be known of it that was not said. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (!json() && separator != (format == Format.TSV ? '\t' : ',')) {
            notes.add("fields end at " + (separator == '\t' ? "tabs" : "'" + separator + "'"));
        }
        if (!encoding.equals(StandardCharsets.UTF_8)) {
            notes.add("encoded as " + encoding.name());
        }
        if (counted) {
            notes.add("several objects stand in one line: where a line is named, it is the number of the object");
        }
        return notes;
    }

    /** Says whether the file is a list of objects. */
    public boolean json() {
        return format == Format.JSON || format == Format.NDJSON;
    }
}
