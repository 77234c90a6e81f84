package dev.oneoff.datafix.engine;

import dev.oneoff.datafix.plan.Expected;
import java.util.ArrayList;
import java.util.List;

/**
 * How the rows of a file and those of the changed table would meet.
 *
 * @param notes what people should know of it
 * @param refused of the rows that expect other values than there are, how many; they cannot be done
 * @param why what these rows expect; empty where there are none
 */
public record FileAhead(List<String> notes, long refused, String why) {

    private static final int NAMED = 5;

    /** Where no file is joined. */
    static final FileAhead NONE = new FileAhead(List.of(), 0, "");

    /** Copies the notes. */
    public FileAhead {
        notes = List.copyOf(notes);
    }

    static FileAhead unknown(String limit) {
        return new FileAhead(List.of("which rows of the file meet one of the table was not found in " + limit), 0, "");
    }

    static FileAhead of(FileRows rows, Given given) {
        List<String> notes = new ArrayList<>();
        FileRows.Places missing = rows.missing(given, NAMED);
        if (missing.count() > 0) {
            notes.add("no row to change for " + named(missing));
        }
        long refused = 0;
        List<String> why = new ArrayList<>();
        for (Expected expected : rows.joined().expected()) {
            FileRows.Places other = rows.unexpected(given, expected, NAMED);
            if (other.count() > 0) {
                refused = Math.max(refused, other.count());
                why.add(expected.column().name().name() + " is not what is expected by " + named(other));
            }
        }
        notes.addAll(why);
        return new FileAhead(notes, refused, String.join("; ", why));
    }

    private static String named(FileRows.Places places) {
        return places.count() == 1
                ? "row " + places.said() + " of the file"
                : "%,d rows of the file: %s".formatted(places.count(), places.said());
    }
}
