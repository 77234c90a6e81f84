package dev.oneoff.datafix.plan;

import dev.oneoff.database.Session;
import dev.oneoff.datafix.code.CodedFix;
import dev.oneoff.datafix.plan.CodePlan.Rows;
import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.datafix.script.Header.Images;
import dev.oneoff.datafix.script.Section.Kind;
import dev.oneoff.sql.Identifier;
import dev.oneoff.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Matches a class with the catalogue: the table it names is there, and the keys are those of its rows. On PostgreSQL. */
record CodePlanner(Session session, FixScript script) {

    private static final Pattern PART =
            Pattern.compile("\\G(?:\"((?:[^\"]|\"\")+)\"|([A-Za-z_][A-Za-z0-9_$]*))(\\.|$)");

    CodePlan plan(CodedFix fix, Work work) {
        if (session.dialect().embedded()) {
            throw new Spot(script.errors(), 1)
                    .refused(
                            "a fix in Java is not run on the embedded database",
                            "Set DATABASE_URL to a PostgreSQL database, or write it as statements, which run on both.");
        }
        return new CodePlan(
                fix,
                script.header().images() == Images.NONE
                        ? Optional.empty()
                        : fix.table().map(table -> rows(table, work)));
    }

    private Rows rows(String written, Work work) {
        Spot spot = new Spot(
                script.errors(),
                script.statement(Kind.FIND).orElseThrow().start().line());
        Catalogue catalogue = new SystemCatalogue(session);
        Relation table = new Tables(catalogue, spot).of(name(written, spot));
        List<StoredColumn> columns = catalogue.columns(table);
        List<Column> key = new KeyChoice(table, columns, catalogue.uniques(table), spot)
                .best(List.of())
                .orElseThrow(() -> spot.refused(
                        "the table " + table.shown() + " has no key by which its rows are found again",
                        "Give it a primary key, or name no table: then the fix cannot be reverted."));
        if (key.size() != work.columns().size()) {
            throw spot.refused(
                    "find selects " + work.columns().size() + " columns, and the key of " + table.shown() + " is "
                            + key.stream().map(column -> column.name().name()).toList(),
                    "Select the columns of the key, in that order, or name no table: then the fix cannot be reverted.");
        }
        return new Rows(
                table.name(),
                key,
                columns.stream()
                        .filter(column -> !column.generated())
                        .map(StoredColumn::column)
                        .toList());
    }

    private static QualifiedName name(String written, Spot spot) {
        List<Identifier> parts = new ArrayList<>();
        Matcher matcher = PART.matcher(written.strip());
        int end = 0;
        while (matcher.find()) {
            String quoted = matcher.group(1);
            parts.add(
                    quoted == null ? Identifier.folded(matcher.group(2)) : Identifier.of(quoted.replace("\"\"", "\"")));
            end = matcher.end();
        }
        if (parts.isEmpty() || end < written.strip().length()) {
            throw spot.refused("table() returns " + written + ", which is no name of a table", "Write it as in SQL.");
        }
        return new QualifiedName(parts);
    }
}
