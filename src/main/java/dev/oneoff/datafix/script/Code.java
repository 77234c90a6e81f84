package dev.oneoff.datafix.script;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What changes the rows of a fix in the place of statements. It is the last line of the script that the ledger keeps, so that
 * a fix is known for what it is without its class.
 *
 * @param className of the application
 * @param table whose rows are kept; empty when none are
 */
public record Code(String className, Optional<String> table) {

    private static final Pattern LINE = Pattern.compile("-- applied by the class ([^\\s,]+)(?:, keeps rows of (.+))?");

    /** Returns the line. */
    public String line() {
        return "-- applied by the class " + className
                + table.map(name -> ", keeps rows of " + name).orElse("");
    }

    /** Returns what the last line of a script says; empty for one of statements. */
    static Optional<Code> of(String text) {
        String last = text.strip();
        last = last.substring(last.lastIndexOf('\n') + 1).strip();
        Matcher matcher = LINE.matcher(last);
        return matcher.matches()
                ? Optional.of(new Code(matcher.group(1), Optional.ofNullable(matcher.group(2))))
                : Optional.empty();
    }
}
