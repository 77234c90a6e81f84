package dev.oneoff.datafix.plan;

import dev.oneoff.datafix.plan.Wording.Word;
import dev.oneoff.datafix.statement.Change;
import dev.oneoff.datafix.statement.Change.Form;
import dev.oneoff.datafix.statement.Span;
import dev.oneoff.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the functions that a statement calls: names before an opening bracket, some of which are no functions. */
record Calls(Change change, Wording wording) {

    /**
     * A call.
     *
     * @param schema empty where none is written
     * @param decides whether it stands where rows are chosen: in the condition or among the other tables
     */
    record Call(Optional<Identifier> schema, Identifier name, int line, boolean decides) {

        boolean means(Routine routine) {
            return routine.name().equals(name.name())
                    && schema.map(given -> given.name().equals(routine.schema()))
                            .orElse(routine.visible());
        }
    }

    List<Call> all() {
        List<Call> calls = new ArrayList<>();
        for (int at = 0; at < wording.size(); at++) {
            if (wording.isSymbol(at + 1, "(") && wording.name(at).isPresent() && !isTable(at)) {
                Identifier name = wording.name(at).get();
                calls.add(new Call(wording.qualifier(at), name, wording.line(at), decides(wording.get(at))));
            }
        }
        return calls;
    }

    /** Returns the names of those that make one value of many rows. */
    Set<String> aggregates(Catalogue catalogue) {
        Set<String> names = all().stream().map(call -> call.name().name()).collect(Collectors.toSet());
        return names.isEmpty()
                ? Set.of()
                : catalogue.routines(names).stream()
                        .filter(Routine::aggregate)
                        .map(Routine::name)
                        .collect(Collectors.toSet());
    }

    /** Returns every name in the condition, of whatever it is, but one. */
    Set<String> wordsOfCondition(String but) {
        Set<String> words = new TreeSet<>();
        for (int at = 0; at < wording.size(); at++) {
            if (covers(change.condition(), wording.get(at).from())) {
                wording.name(at)
                        .map(Identifier::name)
                        .filter(name -> !name.equals(but))
                        .ifPresent(words::add);
            }
        }
        return words;
    }

    // INSERT INTO table (columns)
    private boolean isTable(int at) {
        int first = wording.qualifier(at).isPresent() ? at - 2 : at;
        return change.form() == Form.INSERT && wording.isWord(first - 1, "INTO");
    }

    private boolean decides(Word word) {
        return Stream.concat(change.others().stream(), Stream.of(change.condition()))
                .anyMatch(span -> covers(span, word.from()));
    }

    private static boolean covers(Span span, int at) {
        return at >= span.from() && at < span.from() + span.text().length();
    }
}
