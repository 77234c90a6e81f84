package dev.oneoff.datafix;

import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.datafix.script.Section.Kind;
import java.util.List;
import java.util.Locale;

/** Refuses scripts that can be read and must not run. */
final class NotYet {

    private NotYet() {}

    static void refuse(FixScript script) {
        refuseSkeleton(script);
        refuseOurNames(script);
    }

    /** What {@code new datafix} writes is to be filled in first. */
    private static void refuseSkeleton(FixScript script) {
        if (script.header().why().startsWith("why_to_fix")) {
            throw script.errors()
                    .at(
                            1,
                            "this is still the skeleton",
                            "Write why, in one sentence after fix, instead of why_to_fix.");
        }
        script.statements(Kind.APPLY).stream()
                .flatMap(statement -> statement.tokens().stream())
                .filter(token -> List.of("table_to_fix", "column_to_fix").contains(token.text()))
                .findFirst()
                .ifPresent(token -> {
                    throw script.errors()
                            .at(
                                    token.start().line(),
                                    "this is still the skeleton",
                                    "Write the statement, then look at it: oneoff datafix apply " + script.id()
                                            + " --dry-run");
                });
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
}
