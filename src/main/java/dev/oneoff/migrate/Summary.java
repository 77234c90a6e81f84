package dev.oneoff.migrate;

import java.util.Optional;

/**
 * Puts the outcome of a migration into one line.
 *
 * @param done what was done to a changeset
 * @param none why it was done to no changeset
 */
record Summary(String done, String none) {

    static final Summary BACK = new Summary("rolled back", "none of them to take back");

    static Summary forward(Selection selection) {
        return new Summary(
                "applied",
                "none pending" + selection.toTag().map(tag -> " up to " + tag).orElse(""));
    }

    String of(Migrated migrated) {
        return of(migrated, Optional.empty());
    }

    /**
     * Returns the line.
     *
     * @param tagged the tag that was set; empty for none
     */
    String of(Migrated migrated, Optional<String> tagged) {
        Optional<String> set = tagged.map(tag -> "set the tag " + tag);
        if (migrated.steps().isEmpty()) {
            return set.orElse("nothing to do") + ": " + count(migrated.applied()) + " applied, " + none;
        }
        long left = migrated.steps().stream().filter(Summary::isLeft).count();
        String again = left == 0 ? "" : ", " + left + " to be tried again";
        return done + " " + count(migrated.steps().size() - left) + again + ", " + migrated.applied() + " in all"
                + set.map(text -> ", " + text).orElse("");
    }

    private static boolean isLeft(Step step) {
        return step.state() == Step.State.IGNORED || step.state() == Step.State.SKIPPED;
    }

    private static String count(long changesets) {
        return changesets + (changesets == 1 ? " changeset" : " changesets");
    }
}
