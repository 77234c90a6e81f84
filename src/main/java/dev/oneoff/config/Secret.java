package dev.oneoff.config;

/** A text that must not be shown: its text form is {@code ***}. Immutable. */
public final class Secret {

    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /**
     * Wraps a text.
     *
     * @param text may be empty, never null
     */
    public static Secret of(String text) {
        return new Secret(text);
    }

    /** Returns the text itself; call it only where the text is handed to a driver or a scrubber. */
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && text.equals(secret.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Returns {@code ***}, whatever the secret is. */
    @Override
    public String toString() {
        return "***";
    }
}
