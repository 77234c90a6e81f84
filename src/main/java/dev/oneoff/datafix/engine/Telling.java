package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixStore;
import dev.oneoff.ledger.Ledger;
import dev.oneoff.ledger.StepRow;
import dev.oneoff.pace.Advice;
import dev.oneoff.pace.News;
import dev.oneoff.pace.Spell;
import dev.oneoff.run.RunContext;

/** Says and writes down what holds a run back: a step of the run for each spell, and the fix's reason while it lasts. */
public record Telling(RunContext run, Session session, FixStore store, FixRow fix) {

    /** Tells it, once for each beginning and each end. */
    public void tell(News news) {
        Spell spell = news.spell();
        StepRow step = new StepRow(
                spell.number(),
                "pace: " + spell.name(),
                state(spell.advice()),
                spell.began(),
                news.ended().orElse(null),
                null,
                spell.reason());
        if (news.ended().isEmpty()) {
            run.journal().say("fix " + fix.id() + " " + verb(spell.advice()) + ": " + spell.reason());
            ledger().insert(run.id(), step);
        } else {
            run.journal()
                    .say("fix " + fix.id() + ": over after " + news.lasted().toSeconds() + " s: " + spell.reason());
            ledger().finish(run.id(), step);
        }
        String reason = news.standing()
                .map(standing -> verb(standing.advice()) + ": " + standing.reason())
                .orElse(null);
        store.because(fix, run.id(), reason);
    }

    /** Several sessions of a run tell things: each on its own. */
    private Ledger ledger() {
        return new Ledger(session, run.clock());
    }

    private static String verb(Advice advice) {
        return switch (advice) {
            case GO -> "goes on";
            case SLOW -> "slows down";
            case WAIT -> "waits";
        };
    }

    private static String state(Advice advice) {
        return switch (advice) {
            case GO -> "noted";
            case SLOW -> "slowed";
            case WAIT -> "waited";
        };
    }
}
