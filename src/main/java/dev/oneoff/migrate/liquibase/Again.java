package dev.oneoff.migrate.liquibase;

import dev.oneoff.migrate.Step;
import java.util.List;
import java.util.Optional;

/**
 * How to go on after a failure. The same command goes on by itself, but for a rollback of so many: that one would take
 * back as many once more.
 *
 * @param forward whether it is a migration
 * @param count how many a rollback was to take back; empty where that was not said by a number
 * @param steps done so far, growing
 */
record Again(boolean forward, Optional<Integer> count, List<Step> steps) {

    /** Returns what to do, to stand after "Mend it, then"; without a full stop. */
    String from(String same) {
        long back = steps.stream()
                .filter(step -> step.state() == Step.State.ROLLED_BACK)
                .count();
        if (count.isEmpty() || back == 0) {
            return "run the same command again" + same;
        }
        int wanted = count.get();
        return "go on with: oneoff rollback --count " + Math.max(1, wanted - back) + " (" + back + " of " + wanted
                + (back == 1 ? " was" : " were") + " taken back; --dry-run shows what is next)";
    }

    /** Returns the same as a sentence. */
    String sentence(String same) {
        String text = from(same);
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }
}
