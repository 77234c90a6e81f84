package dev.oneoff.migrate.liquibase;

import dev.oneoff.database.Sql;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liquibase.ChecksumVersion;
import liquibase.Scope;
import liquibase.changelog.ChangeLogHistoryServiceFactory;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.ChangeSet.ExecType;
import liquibase.database.Database;
import liquibase.database.ObjectQuotingStrategy;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.DatabaseException;
import liquibase.exception.LiquibaseException;
import liquibase.sqlgenerator.core.MarkChangeSetRanGenerator;
import liquibase.util.StringUtil;
import org.jspecify.annotations.Nullable;

/**
 * The history row of a changeset that had none: the columns and values of Liquibase's own MarkChangeSetRanGenerator, bound
 * instead of written into the text. Its way took a fifth of a migration's time, and takes the word NULL for none and a text
 * that looks like a call for one.
 */
final class HistoryRow {

    private static final int LONGEST = 250;

    private final Database database;
    private final Map<Set<String>, String> statements = new HashMap<>();

    HistoryRow(Database database) {
        this.database = database;
    }

    /** Writes it on Liquibase's own connection, where a failure is heard. */
    void insert(ChangeSet changeSet, ExecType type) throws LiquibaseException {
        Map<String, @Nullable Object> values = values(changeSet, type);
        String sql = statements.computeIfAbsent(values.keySet(), this::sql);
        try (PreparedStatement statement = ((JdbcConnection) database.getConnection()).prepareStatement(sql)) {
            int at = 1;
            for (@Nullable Object value : values.values()) {
                statement.setObject(at++, value);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Returns the INSERT of it, to be sent together with something else; takes the next place in the order. */
    Sql inserting(ChangeSet changeSet, ExecType type) throws LiquibaseException {
        Map<String, @Nullable Object> values = values(changeSet, type);
        return Sql.positional(statements.computeIfAbsent(values.keySet(), this::sql), new ArrayList<>(values.values()));
    }

    private Map<String, @Nullable Object> values(ChangeSet changeSet, ExecType type) throws LiquibaseException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("ID", changeSet.getId());
        values.put("AUTHOR", changeSet.getAuthor());
        values.put("FILENAME", changeSet.getFilePath());
        values.put("ORDEREXECUTED", order());
        values.put(
                "MD5SUM", changeSet.generateCheckSum(ChecksumVersion.latest()).toString());
        values.put("DESCRIPTION", StringUtil.limitSize(changeSet.getDescription(), LONGEST));
        values.put("COMMENTS", StringUtil.limitSize(comments(changeSet), LONGEST));
        values.put("EXECTYPE", type.value);
        values.put("CONTEXTS", changeSet.buildFullContext());
        values.put("LABELS", changeSet.buildFullLabels());
        values.put("LIQUIBASE", MarkChangeSetRanGenerator.getLiquibaseBuildVersion());
        values.put("DEPLOYMENT_ID", Scope.getCurrentScope().getDeploymentId());
        String tag = MarkChangeSetRanGenerator.getTagFromChangeset(changeSet);
        if (tag != null) {
            values.put("TAG", tag);
        }
        return values;
    }

    private static String comments(ChangeSet changeSet) {
        String comments = changeSet.getComments();
        return comments == null ? "" : comments.trim();
    }

    private int order() throws LiquibaseException {
        return Scope.getCurrentScope()
                .getSingleton(ChangeLogHistoryServiceFactory.class)
                .getChangeLogService(database)
                .getNextSequenceValue();
    }

    private String sql(Set<String> names) {
        String catalog = database.getLiquibaseCatalogName();
        String schema = database.getLiquibaseSchemaName();
        String table = database.getDatabaseChangeLogTableName();
        ObjectQuotingStrategy strategy = database.getObjectQuotingStrategy();
        database.setObjectQuotingStrategy(ObjectQuotingStrategy.LEGACY);
        try {
            String columns = Stream.concat(names.stream(), Stream.of("DATEEXECUTED"))
                    .map(column -> database.escapeColumnName(catalog, schema, table, column))
                    .collect(Collectors.joining(", "));
            return "INSERT INTO " + database.escapeTableName(catalog, schema, table) + " (" + columns + ") VALUES ("
                    + "?, ".repeat(names.size()) + database.getCurrentDateTimeFunction() + ")";
        } finally {
            database.setObjectQuotingStrategy(strategy);
        }
    }
}
