package dev.oneoff;

import dev.oneoff.database.Session;
import dev.oneoff.datafix.code.CodedFix;
import dev.oneoff.task.FoundFix;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The fixes that applications wrote against {@code dev.oneoff.task}, as data fixes take them; looked for when first asked. */
final class ClassFixes implements Supplier<List<CodedFix>> {

    private @Nullable List<CodedFix> found;

    @Override
    public List<CodedFix> get() {
        List<CodedFix> all = found;
        if (all == null) {
            all = FoundFix.all().stream().<CodedFix>map(Coded::new).toList();
            found = all;
        }
        return all;
    }

    private record Coded(FoundFix fix) implements CodedFix {

        @Override
        public String id() {
            return fix.id();
        }

        @Override
        public String className() {
            return fix.className();
        }

        @Override
        public String script() {
            return fix.script();
        }

        @Override
        public Optional<String> table() {
            return fix.table();
        }

        @Override
        public void apply(Session session, List<List<Object>> keys, Map<String, String> params) throws Exception {
            fix.run(session.connection(), keys, params);
        }
    }
}
