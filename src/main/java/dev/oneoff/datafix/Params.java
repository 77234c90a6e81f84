package dev.oneoff.datafix;

import dev.oneoff.config.Nearest;
import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.database.Verdict;
import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values that an operator gives to a script's parameters.
 *
 * @param given texts by name
 */
record Params(FixScript script, Map<String, String> given) {

    private static final int SHOWN = 100;

    /**
     * Returns a value for each parameter.
     *
     * @throws OneoffException USAGE when one is missing, unknown, or none of its type
     */
    Map<String, String> values(Session session) {
        Map<String, String> types = script.header().params();
        given.keySet().stream()
                .filter(name -> !types.containsKey(name))
                .findFirst()
                .ifPresent(name -> {
                    throw unknown(name, types);
                });
        List<String> missing =
                types.keySet().stream().filter(name -> !given.containsKey(name)).toList();
        if (!missing.isEmpty()) {
            throw new OneoffException(
                    FailureKind.USAGE,
                    "Fix " + script.id() + " needs a value for: " + String.join(", ", missing) + ".",
                    "Give it like this: --param " + missing.get(0) + "=VALUE (" + types.get(missing.get(0)) + ")");
        }
        Map<String, String> values = new LinkedHashMap<>();
        types.forEach((name, type) -> values.put(name, judged(session, name, type)));
        return values;
    }

    /** Requires that what is given now is what the fix began with. */
    Map<String, String> requireSame(Map<String, String> frozen) {
        given.forEach((name, value) -> {
            if (!value.equals(frozen.get(name))) {
                throw new OneoffException(
                        FailureKind.USAGE,
                        "Fix " + script.id() + " began with another value of " + name + ", and goes on with that.",
                        "Leave --param " + name + " out; oneoff datafix show " + script.id()
                                + " has it. Or give the fix up and begin it anew: oneoff datafix cancel "
                                + script.id());
            }
        });
        return frozen;
    }

    private String judged(Session session, String name, String type) {
        String value = given.getOrDefault(name, "");
        List<Object> values = new ArrayList<>(List.of(value));
        Verdict<String> verdict = session.judge(
                Sql.positional("SELECT CAST(CAST(? AS VARCHAR) AS " + type + ")", new ArrayList<>(values)),
                row -> row.written(1));
        if (verdict.complaint().isPresent()) {
            // A title is kept in the ledger, a fact is shown to whoever gave the value.
            Failure failure = new Failure(
                    FailureKind.USAGE,
                    "--param " + name + " is no " + type + ".",
                    "Nothing was done. Give a value as the database writes it.");
            throw new OneoffException(value.length() > SHOWN ? failure : failure.with("given", value));
        }
        return value;
    }

    private static OneoffException unknown(String name, Map<String, String> types) {
        return new OneoffException(
                FailureKind.USAGE,
                "The fix has no parameter " + name + ".",
                types.isEmpty()
                        ? "It takes none."
                        : Nearest.to(name, List.copyOf(types.keySet()))
                                .map(near -> "Did you mean " + near + "?")
                                .orElse("It takes " + String.join(", ", types.keySet()) + "."));
    }
}
