package dev.oneoff.migrate;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.util.Optional;

/** What a tag may be called. */
final class TagName {

    /** As many characters as the history's column takes. */
    private static final int LONGEST = 255;

    private TagName() {}

    /**
     * Refuses a name that no history can hold, or that is none.
     *
     * @param option it was given with, for the message
     * @throws OneoffException USAGE
     */
    static void require(String option, Optional<String> tag) {
        if (tag.filter(String::isBlank).isPresent()) {
            throw new OneoffException(
                    FailureKind.USAGE,
                    option + " is blank.",
                    "Is the variable set that it was to come from? Give a name, or leave the option out.");
        }
        if (tag.filter(name -> name.length() > LONGEST).isPresent()) {
            throw new OneoffException(
                    FailureKind.USAGE,
                    option + " has " + tag.orElseThrow().length() + " characters; the history has room for " + LONGEST
                            + ".",
                    "Nothing was changed. Give a shorter name.");
        }
    }
}
