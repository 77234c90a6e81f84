package dev.oneoff.datafix;

import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.datafix.script.Header;
import dev.oneoff.datafix.script.Header.Phase;
import dev.oneoff.datafix.script.Section.Kind;

/** Refuses what a script may say and this release does not do: nothing that is written there is passed over in silence. */
final class NotYet {

    private NotYet() {}

    static void refuse(FixScript script) {
        Header header = script.header();
        refuse(script, script.statement(Kind.CHECK).isPresent(), "an invariant (-- check)");
        refuse(script, !header.params().isEmpty(), "a fix with parameters (-- params)");
        refuse(script, header.repeats(), "a fix that repeats (-- repeat)");
        refuse(script, header.phase() == Phase.RELEASE, "a fix of the release phase (-- phase: release)");
    }

    private static void refuse(FixScript script, boolean there, String what) {
        if (there) {
            throw script.errors()
                    .at(1, what + " is not supported yet by this release", "Take it out, or do without it.");
        }
    }
}
