package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.datafix.plan.FixPlan;
import dev.oneoff.datafix.plan.Work;
import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.datafix.script.Section.Kind;
import dev.oneoff.datafix.statement.Binding;
import dev.oneoff.datafix.store.WorkItem;
import dev.oneoff.datafix.store.WorkStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the statements of a script are tried with.
 *
 * @param binding what now() and the parameters mean
 * @param work what they work off; empty where their conditions say which rows are wrong
 * @param all gives all of it that is not done yet; there where there is work
 */
public record Material(FixScript script, Binding binding, Optional<Work> work, Optional<Supplier<Given>> all) {

    /** Makes it for statements whose conditions say which rows are wrong. */
    public static Material plain(FixScript script, Binding binding) {
        return new Material(script, binding, Optional.empty(), Optional.empty());
    }

    /** Makes it for a fix that has not begun; the rows are those of its file. */
    public static Material first(Session session, FixPlan plan, Binding binding, List<WorkItem> rows) {
        Giving giving = Giving.of(session, plan.work().orElseThrow());
        Supplier<Given> all = plan.script()
                .statement(Kind.FIND)
                .map(find -> binding.bind(find).text())
                .<Supplier<Given>>map(find -> () -> giving.found(find))
                .orElse(() -> giving.items(rows));
        return new Material(plan.script(), binding, plan.work(), Optional.of(all));
    }

    /** Makes it for a fix that goes on. */
    public static Material left(Session session, FixPlan plan, Binding binding, WorkStore items) {
        Giving giving = Giving.of(session, plan.work().orElseThrow());
        return new Material(plan.script(), binding, plan.work(), Optional.of(() -> giving.left(items)));
    }
}
