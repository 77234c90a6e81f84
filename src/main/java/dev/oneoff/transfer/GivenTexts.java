package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.transfer.embedded.Constants;
import dev.oneoff.transfer.target.TargetTable;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What a command line says that only the database can read. It is tried before any row is: what is wrong with it is wrong with
 * no row.
 */
record GivenTexts(Session session, TargetTable table) {

    /**
     * Tries the value of a column.
     *
     * @throws OneoffException USAGE when it is none
     */
    void requireValue(String name, String value, Field field) {
        Optional<String> refused = session.dialect().embedded()
                ? new Constants(session).refused(field.column(), value)
                : refused(
                        "SELECT CAST(" + field.value() + " AS " + field.column().bare() + ")");
        refused.ifPresent(reason -> {
            throw usage(
                    "--default " + name + "=" + value + ": " + reason + ".",
                    table.shown() + "." + field.column().name().name() + " takes "
                            + field.column().type() + ".");
        });
    }

    /**
     * Tries the condition of a scope.
     *
     * @throws OneoffException USAGE when it is none
     */
    void requireScope(String scope) {
        refused("SELECT 1 FROM " + table.name().quoted() + " WHERE FALSE AND (" + scope + "\n)")
                .ifPresent(reason -> {
                    throw usage(
                            "--scope " + scope + ": " + reason + ".",
                            "It is a condition in SQL on the columns of " + table.shown() + ".");
                });
    }

    /** Returns why the database does not take a query, in its words. */
    private Optional<String> refused(String sql) {
        try {
            session.listAsItIs(sql, row -> true);
            return Optional.empty();
        } catch (OneoffException e) {
            if (e.kind() == FailureKind.STEP_FAILED && e.getCause() instanceof SQLException error) {
                return Optional.of(session.errors().text(error));
            }
            throw e;
        }
    }

    private static OneoffException usage(String what, String next) {
        return new OneoffException(FailureKind.USAGE, what, next);
    }
}
