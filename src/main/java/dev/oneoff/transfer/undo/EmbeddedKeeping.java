package dev.oneoff.transfer.undo;

import dev.oneoff.database.Sql;
import dev.oneoff.images.Exact;
import dev.oneoff.images.ImageForm;
import dev.oneoff.images.ImageTarget;
import dev.oneoff.run.RunContext;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what an import into the embedded database changes, row by row, in parts of bounded size; in the transaction of the
 * import. A value that stays is neither an old nor a new one. For one thread.
 */
public final class EmbeddedKeeping {

    // H2 goes through all keys of a part for each of its rows, where a key has several columns.
    private static final int MOST_ROWS = 500;
    private static final int MOST_CHARACTERS = 1 << 19;

    private final RunContext run;
    private final Instant at;
    private final Function<ImageForm, ImageTarget> targets;
    private final Map<ImageForm, Part> parts = new EnumMap<>(ImageForm.class);

    /** What is not written yet of rows that are changed in one way. What was done last is undone first. */
    private static final class Part {
        private final ImageTarget target;
        private final Deque<String> items = new ArrayDeque<>();
        private int characters;
        private int number;
        private long rows;

        Part(ImageTarget target) {
            this.target = target;
        }
    }

    /** Makes it. */
    public EmbeddedKeeping(RunContext run, Function<ImageForm, ImageTarget> targets) {
        this.run = run;
        this.at = run.clock().instant();
        this.targets = targets;
    }

    /** Returns what is kept of rows that are changed in this way. */
    public ImageTarget target(ImageForm form) {
        return part(form).target;
    }

    private Part part(ImageForm form) {
        return parts.computeIfAbsent(form, each -> new Part(targets.apply(each)));
    }

    /**
     * Keeps one row, of which both lists have the values of the key first, then those of the columns.
     *
     * @param was empty for a row that was inserted
     * @param now empty for a row that was deleted
     */
    public void keep(ImageForm form, List<@Nullable Object> was, List<@Nullable Object> now) {
        Part part = part(form);
        int parts = part.target.key().size();
        List<@Nullable Object> key = (was.isEmpty() ? now : was).subList(0, parts);
        List<@Nullable Object> before = new ArrayList<>(was.subList(Math.min(parts, was.size()), was.size()));
        List<@Nullable Object> after = new ArrayList<>(now.subList(Math.min(parts, now.size()), now.size()));
        if (form == ImageForm.UPDATE) {
            for (int column = 0; column < before.size(); column++) {
                if (Objects.equals(before.get(column), after.get(column))) {
                    before.set(column, null);
                    after.set(column, null);
                }
            }
        }
        String item = Exact.write(Arrays.asList(key, was.isEmpty() ? null : before, now.isEmpty() ? null : after));
        if (part.items.size() == MOST_ROWS || part.characters + item.length() > MOST_CHARACTERS) {
            write(form, part);
        }
        part.items.addFirst(item);
        part.characters += item.length();
    }

    private void write(ImageForm form, Part part) {
        if (part.items.isEmpty()) {
            return;
        }
        run.session()
                .update(Sql.of(run.ledger().named(UndoSql.INSERT_IMAGE))
                        .with("id", run.id())
                        .with("generation", ImportRow.GENERATION)
                        .with("step", Keeping.step(form))
                        .with("part", part.number)
                        .with("rows", part.items.size())
                        .with("content", "[" + String.join(",", part.items) + "]")
                        .with("at", at));
        part.number++;
        part.rows += part.items.size();
        part.items.clear();
        part.characters = 0;
    }

    /** Writes the rest; returns how many rows were changed in which way, of those that were. */
    public Map<ImageTarget, Long> end() {
        Map<ImageTarget, Long> rows = new HashMap<>();
        parts.forEach((form, part) -> {
            write(form, part);
            if (part.rows > 0) {
                rows.put(part.target, part.rows);
            }
        });
        return Collections.unmodifiableMap(rows);
    }
}
