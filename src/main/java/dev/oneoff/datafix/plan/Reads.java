package dev.oneoff.datafix.plan;

import dev.oneoff.datafix.plan.Explained.Scan;
import dev.oneoff.datafix.plan.Mentions.Mention;
import dev.oneoff.datafix.statement.Change;
import dev.oneoff.datafix.statement.Change.Form;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.sql.Identifier;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Refuses a statement that reads the table it changes a second time: a batch would see what earlier ones changed.
 *
 * <p>An INSERT may look whether the row is there already. That is known by an anti join in the plan, or by a NOT EXISTS in
 * the text where the plan has none (below an OR). There must be a unique index over columns that the INSERT names and the
 * statement looks at in the table. The rule is stricter than need be: NOT EXISTS inside another sub-select, or under a
 * NOT, is refused.
 */
record Reads(Catalogue catalogue, Relation target, Change change, Wording wording, Spot spot) {

    /** Refuses when the server would change another table than the text seems to say. */
    void requireTarget(Explained explained) {
        if (!explained.changed().equals(target.shown())) {
            throw spot.refused(
                    "the server would not change " + target.shown() + " but "
                            + (explained.changed().isEmpty() ? "something else" : explained.changed()),
                    "Name the table that holds the rows.");
        }
    }

    /** Judges by the plan. */
    void require(Explained explained) {
        requireTarget(explained);
        Set<String> family =
                catalogue.family(target).stream().map(Relation::shown).collect(Collectors.toSet());
        List<Scan> others = explained.scans().stream()
                .filter(scan -> family.contains(scan.table()))
                .filter(scan -> !explained.aliases().contains(scan.alias()))
                .toList();
        if (change.form() != Form.INSERT) {
            if (!others.isEmpty()) {
                throw again();
            }
            return;
        }
        List<Mention> mentions = new Mentions(wording, target).all();
        if (!others.isEmpty()) {
            requireOnlyMissing(others, mentions);
            requireUnique(mentions);
        }
    }

    /** Judges by the text alone, which does not see through views. */
    void requireInText() {
        List<Mention> mentions = new Mentions(wording, target).all();
        if (change.form() == Form.INSERT) {
            if (mentions.stream().anyMatch(mention -> !mention.missing())) {
                throw missingOnly();
            }
            if (!mentions.isEmpty()) {
                requireUnique(mentions);
            }
        } else if (!mentions.isEmpty()) {
            throw again();
        }
    }

    private void requireOnlyMissing(List<Scan> scans, List<Mention> mentions) {
        long written = mentions.stream().filter(Mention::missing).count();
        for (String table : scans.stream().map(Scan::table).collect(Collectors.toSet())) {
            List<Scan> here =
                    scans.stream().filter(scan -> scan.table().equals(table)).toList();
            long anti = here.stream().filter(scan -> scan.anti() == 1).count();
            long left = here.size() - anti;
            if (left > Math.max(0, written - anti)) {
                throw missingOnly();
            }
        }
    }

    private void requireUnique(List<Mention> mentions) {
        Set<String> named = change.columns().stream().map(Identifier::name).collect(Collectors.toSet());
        Set<String> compared = new HashSet<>();
        mentions.forEach(mention -> compared.addAll(columns(mention)));
        if (!compared.isEmpty()) {
            named.retainAll(compared);
        }
        boolean unique = catalogue.uniques(target).stream()
                .anyMatch(index -> index.usable() && named.containsAll(index.columns()));
        if (!unique) {
            throw spot.refused(
                    "no unique index of " + target.shown() + " says that a row is there already",
                    "Add one over the columns that NOT EXISTS compares: two runs at once would insert twice.");
        }
    }

    /** Returns the words that may be columns of the table where it is looked at. */
    private Set<String> columns(Mention mention) {
        Set<String> own = new HashSet<>(Set.of(target.table()));
        int alias = wording.isWord(mention.index() + 1, "AS") ? mention.index() + 2 : mention.index() + 1;
        wording.name(alias).ifPresent(name -> own.add(name.name()));
        Set<String> columns = new HashSet<>();
        for (int at = 0; at < wording.size(); at++) {
            boolean ours = wording.qualifier(at)
                    .map(Identifier::name)
                    .map(own::contains)
                    .orElse(mention.bracket() != Wording.OUTSIDE);
            if (ours && wording.isInside(at, mention.bracket())) {
                wording.name(at).ifPresent(name -> columns.add(name.name()));
            }
        }
        return columns;
    }

    private OneoffException again() {
        return spot.refused(
                target.shown() + " is read a second time: batches would see each other's changes",
                "Use a worklist (-- find), whose keys are chosen once, or write -- batches: order-independent if any"
                        + " order gives the same rows.");
    }

    private OneoffException missingOnly() {
        return spot.refused(
                "the INSERT reads " + target.shown() + " itself, other than to see that a row is missing",
                "Read it only inside WHERE NOT EXISTS (SELECT FROM " + target.table()
                        + " WHERE …), or write -- batches: order-independent if any order gives the same rows.");
    }
}
