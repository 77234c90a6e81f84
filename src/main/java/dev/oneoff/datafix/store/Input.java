package dev.oneoff.datafix.store;

import java.util.Map;
import java.util.Optional;

/**
 * What a fix was given when it began.
 *
 * @param params values of its parameters by name
 * @param checked what its check found before the first batch, as one text; empty where it has none
 * @param source where its rows come from, for people; empty where there is no file
 */
public record Input(Map<String, String> params, Optional<String> checked, Optional<String> source) {

    /** Nothing. */
    public static final Input NONE = new Input(Map.of(), Optional.empty(), Optional.empty());

    /** Copies the values. */
    public Input {
        params = Map.copyOf(params);
    }
}
