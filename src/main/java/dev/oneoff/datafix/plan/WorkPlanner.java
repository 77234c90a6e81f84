package dev.oneoff.datafix.plan;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.database.Verdict;
import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.datafix.script.Header.RowsFile;
import dev.oneoff.datafix.script.Section.Kind;
import dev.oneoff.datafix.statement.Names;
import dev.oneoff.datafix.statement.Placeholders;
import dev.oneoff.sql.Identifier;
import dev.oneoff.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds out what a script works off, and requires that every statement of it does. */
record WorkPlanner(Session session, FixScript script) {

    Optional<Work> work() {
        Optional<Statement> find = script.statement(Kind.FIND);
        Optional<RowsFile> rows = script.header().rows();
        if (find.isPresent() && rows.isPresent()) {
            throw spot(find.get())
                    .refused(
                            "a fix works off keys (-- find) or the rows of a file (-- rows), not both",
                            "Keep one of them.");
        }
        if (session.dialect().embedded() && rows.isPresent()) {
            throw new Spot(script.errors(), 1)
                    .refused(
                            "the embedded database cannot be driven by a file",
                            "Put the rows into a table, and compare with it in a sub-select, which works on both.");
        }
        if (find.isPresent() && script.code().isEmpty()) {
            require(
                    WorkPlanner::usesKeys,
                    "does not use :keys, the keys that -- find returns",
                    "Say which rows are those of the keys: WHERE id IN (:keys).");
        }
        if (rows.isPresent()) {
            require(
                    WorkPlanner::readsRows,
                    "does not read rows, the table of the file's rows",
                    "Join it: UPDATE … FROM rows WHERE rows.id = ….");
        }
        return find.map(this::keys).or(() -> rows.map(WorkPlanner::rows));
    }

    private Work keys(Statement find) {
        Spot spot = spot(find);
        if (script.header().params().containsKey(Work.PLACEHOLDER)) {
            throw spot.refused("a parameter is called keys, as the keys that -- find returns", "Call it otherwise.");
        }
        StandIns standIns =
                new StandIns(session.dialect().advisoryLocks(), script.header().params());
        Explainable text = new Explainable(standIns.meanings(Optional.empty()), spot)
                .write("SELECT * FROM (", find, "\n) AS oneoff_found");
        Verdict<String> types = session.columnTypes(Sql.positional(text.text(), List.of()));
        types.complaint().ifPresent(complaint -> {
            throw spot.refused(text, complaint);
        });
        Work work = Work.keys(types.rows());
        if (session.dialect().embedded()) {
            work.temporary().forEach(session::execute);
        }
        return work;
    }

    private static Work rows(RowsFile file) {
        List<Column> columns = new ArrayList<>();
        for (Map.Entry<String, String> column : file.columns().entrySet()) {
            columns.add(new Column(Identifier.folded(column.getKey()), column.getValue()));
        }
        return new Work(Work.Kind.ROWS, columns);
    }

    private void require(Predicate<Statement> uses, String what, String instead) {
        List<Statement> statements = script.statements(Kind.APPLY);
        for (int at = 0; at < statements.size(); at++) {
            if (!uses.test(statements.get(at))) {
                throw spot(statements.get(at)).refused("statement " + (at + 1) + " " + what, instead);
            }
        }
    }

    private static boolean usesKeys(Statement statement) {
        return Placeholders.in(statement.tokens()).values().stream()
                .anyMatch(name -> name.text().equals(Work.PLACEHOLDER));
    }

    private static boolean readsRows(Statement statement) {
        return statement.tokens().stream()
                .anyMatch(token ->
                        Names.of(token).filter(Work.ROWS_TABLE.last()::equals).isPresent());
    }

    private Spot spot(Statement statement) {
        return new Spot(script.errors(), statement.start().line());
    }
}
