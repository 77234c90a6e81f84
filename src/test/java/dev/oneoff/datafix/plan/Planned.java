package dev.oneoff.datafix.plan;

import dev.oneoff.config.Environment;
import dev.oneoff.config.Flags;
import dev.oneoff.config.Settings;
import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.datafix.code.CodedFix;
import dev.oneoff.datafix.script.Code;
import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.sql.Identifier;
import dev.oneoff.sql.QualifiedName;
import dev.oneoff.sql.SqlScript;
import dev.oneoff.sql.Statement;
import dev.oneoff.support.CaseFile.Case;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Plans the scripts of cases and writes the plans down. */
final class Planned {

    private Planned() {}

    static Database at(String url, Path folder) {
        Environment environment = new Environment(
                Map.of("DATABASE_URL", url),
                Map.of("user.name", "tester", "user.home", folder.toString()),
                folder,
                Optional.empty());
        return new Database(Settings.load(environment, Flags.none()).database());
    }

    static String[] schema(String file) throws IOException {
        try (InputStream in = Planned.class.getResourceAsStream(file)) {
            String text = new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
            return SqlScript.statements(text).stream().map(Statement::text).toArray(String[]::new);
        }
    }

    static FixPlan plan(Session session, String script) {
        return new Planner(session).plan(FixScript.read("fix", "fix.sql", script));
    }

    /** Plans a fix in Java that works off the keys of a SELECT. */
    static FixPlan plan(Session session, String find, String table) {
        CodedFix fix = new CodedFix() {
            @Override
            public String id() {
                return "1_code";
            }

            @Override
            public String className() {
                return "shop.Code";
            }

            @Override
            public String script() {
                return "-- fix: why\n-- find\n" + find;
            }

            @Override
            public Optional<String> table() {
                return Optional.of(table);
            }

            @Override
            public void apply(Session other, List<List<Object>> keys, Map<String, String> params) {}
        };
        Code code = new Code(fix.className(), fix.table());
        return new Planner(session).plan(FixScript.read(fix.id(), code, fix.script()), fix);
    }

    static String describe(Session session, Case given) {
        return plan(session, given.input()).steps().stream()
                .map(Planned::describe)
                .collect(Collectors.joining("\n"));
    }

    private static String describe(StepPlan step) {
        StringBuilder text = new StringBuilder(step.change().form() + " " + shown(step.target()));
        if (!step.walk().table().equals(step.target())) {
            text.append("\ntarget key ").append(columns(step.targetKey()));
        }
        text.append("\nwalks ")
                .append(step.walk().item())
                .append(" by ")
                .append(columns(step.walk().key()));
        text.append("\nkeeps ").append(columns(step.columns()));
        text.append("\nlocks ").append(step.lock());
        step.notes().forEach(note -> text.append("\nnote ").append(note));
        return text.toString();
    }

    private static String columns(List<Column> columns) {
        return columns.stream()
                .map(column -> column.name().name() + " " + column.type())
                .collect(Collectors.joining(", "));
    }

    private static String shown(QualifiedName name) {
        return name.parts().stream().map(Identifier::name).collect(Collectors.joining("."));
    }
}
