package dev.oneoff.datafix.plan;

import dev.oneoff.database.Session;
import dev.oneoff.datafix.code.CodedFix;
import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.datafix.script.Header.Effects;
import dev.oneoff.datafix.script.Section.Kind;
import dev.oneoff.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Matches scripts against the catalogue of one session's database. Reads only. */
public final class Planner {

    private final Session session;

    /** Makes a planner that reads this session's catalogue. */
    public Planner(Session session) {
        this.session = session;
    }

    /**
     * Returns what the script means here.
     *
     * @throws dev.oneoff.failure.OneoffException INPUT_REJECTED with file and line for what cannot be done safely, and
     *     what to write instead; DENIED where the role may not see or change all rows
     */
    public FixPlan plan(FixScript script) {
        if (script.header().effects() == Effects.EXTERNAL) {
            throw script.errors()
                    .at(
                            line(script, "effects"),
                            "effects elsewhere are those of fixes in Java; statements have none",
                            "Take the line out.");
        }
        Optional<Work> work = new WorkPlanner(session, script).work();
        List<StepPlan> steps = new ArrayList<>();
        for (Statement statement : script.statements(Kind.APPLY)) {
            steps.add(new StepPlanner(session, script, statement, work).plan());
        }
        return new FixPlan(script, work, steps, Optional.empty());
    }

    /** The same for the script of a class. */
    public FixPlan plan(FixScript script, CodedFix fix) {
        Work work = new WorkPlanner(session, script).work().orElseThrow();
        CodePlan code = new CodePlanner(session, script).plan(fix, work);
        return new FixPlan(script, Optional.of(work), List.of(), Optional.of(code));
    }

    private static int line(FixScript script, String key) {
        List<String> lines = script.text().lines().toList();
        for (int at = 0; at < lines.size(); at++) {
            if (lines.get(at).matches("\\s*--\\s*" + key + "\\s*:.*")) {
                return at + 1;
            }
        }
        return 1;
    }
}
