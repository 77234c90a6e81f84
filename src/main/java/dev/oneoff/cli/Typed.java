package dev.oneoff.cli;

import dev.oneoff.config.DurationText;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Options as they are to be typed once more, each with a space before it and its value as a shell takes it. */
final class Typed {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private final StringBuilder text = new StringBuilder();

    /** Adds an option without a value. */
    Typed flag(String name, boolean given) {
        if (given) {
            text.append(' ').append(name);
        }
        return this;
    }

    /** Adds a word that is none of an option. */
    Typed word(String word) {
        text.append(' ').append(quoted(word));
        return this;
    }

    /** Adds an option for each of these names with its value. */
    Typed options(String name, Map<String, String> values) {
        values.forEach((key, value) -> option(name, key + "=" + value));
        return this;
    }

    /** Adds an option that was given; a constant in the letters that the command line has it in. */
    Typed option(String name, @Nullable Object value) {
        if (value != null) {
            text.append(' ')
                    .append(name)
                    .append(' ')
                    .append(quoted(
                            value instanceof Enum<?>
                                    ? value.toString().toLowerCase(Locale.ROOT)
                                    : String.valueOf(value)));
        }
        return this;
    }

    /** Adds those of {@link CommonOptions} that decide what is done, and for whom. */
    Typed common(CommonOptions common) {
        Duration usual = new CommonOptions().lockWait;
        return option("-C", common.folder)
                .option("--actor", common.actor)
                .option("--ticket", common.ticket)
                .option("--lock-wait", common.lockWait.equals(usual) ? null : DurationText.write(common.lockWait))
                .flag("--allow-pooler", common.allowPooler);
    }

    private static String quoted(String value) {
        return PLAIN.matcher(value).matches() ? value : "'" + value.replace("'", "'\\''") + "'";
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
