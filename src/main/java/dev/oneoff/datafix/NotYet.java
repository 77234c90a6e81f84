package dev.oneoff.datafix;

import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.datafix.script.Header;
import dev.oneoff.datafix.script.Section.Kind;
import java.util.Locale;

/** Refuses what a script may say and this release does not do: nothing that is written there is passed over in silence. */
final class NotYet {

    private NotYet() {}

    static void refuse(FixScript script) {
        refuseOurNames(script);
        Header header = script.header();
    }

    /** A table of that name could be taken for what the statements of a batch call their parts. */
    private static void refuseOurNames(FixScript script) {
        script.statements(Kind.APPLY).stream()
                .flatMap(statement -> statement.tokens().stream())
                .filter(token ->
                        token.text().replace("\"", "").toLowerCase(Locale.ROOT).startsWith("oneoff_"))
                .findFirst()
                .ifPresent(token -> {
                    throw script.errors()
                            .at(
                                    token.start().line(),
                                    "names that begin with oneoff_ are those of oneoff itself",
                                    "Give it another alias, or a view of another name.");
                });
    }

    private static void refuse(FixScript script, boolean there, String what) {
        if (there) {
            throw script.errors()
                    .at(1, what + " is not supported yet by this release", "Take it out, or do without it.");
        }
    }
}
