package dev.oneoff.datafix.engine;

import dev.oneoff.datafix.plan.Work;
import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.datafix.script.Section.Kind;
import dev.oneoff.datafix.statement.Binding;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.WorkItem;
import java.util.List;
import java.util.Optional;

/**
 * What the statements of a script are tried with.
 *
 * @param binding what now() and the parameters mean
 * @param work what they work off; empty where their conditions say which rows are wrong
 * @param all all of it that is not done yet; there where there is work
 */
public record Material(FixScript script, Binding binding, Optional<Work> work, Optional<Given> all) {

    /** Makes it for statements whose conditions say which rows are wrong. */
    public static Material plain(FixScript script, Binding binding) {
        return new Material(script, binding, Optional.empty(), Optional.empty());
    }

    /** Makes it for a fix that has not begun; the rows are those of its file. */
    public static Material first(FixScript script, Binding binding, Work work, List<WorkItem> rows) {
        Given all = script.statement(Kind.FIND)
                .map(find -> Given.found(work, binding.bind(find).text()))
                .orElseGet(() -> Given.of(work, rows));
        return new Material(script, binding, Optional.of(work), Optional.of(all));
    }

    /** Makes it for a fix that goes on. */
    public static Material left(FixScript script, Binding binding, Work work, Left left) {
        Given all = Given.left(
                work,
                left.table(),
                List.of(left.fix().id(), left.fix().generation(), WorkWalker.place(left.reached())));
        return new Material(script, binding, Optional.of(work), Optional.of(all));
    }

    /**
     * What is left of a worklist.
     *
     * @param table where its items are kept
     * @param reached the cursor of its walk
     */
    public record Left(FixRow fix, String table, Optional<String> reached) {}
}
