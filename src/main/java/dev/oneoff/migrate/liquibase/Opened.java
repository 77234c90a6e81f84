package dev.oneoff.migrate.liquibase;

import dev.oneoff.config.MigrateSettings;
import dev.oneoff.database.Session;
import dev.oneoff.database.SqlErrors;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.migrate.ChangelogSource;
import dev.oneoff.migrate.Selection;
import dev.oneoff.migrate.Tracking;
import dev.oneoff.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liquibase.ContextExpression;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.RuntimeEnvironment;
import liquibase.Scope;
import liquibase.changelog.ChangeLogHistoryService;
import liquibase.changelog.ChangeLogHistoryServiceFactory;
import liquibase.changelog.ChangeLogIterator;
import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.RanChangeSet;
import liquibase.changelog.filter.ChangeSetFilter;
import liquibase.changelog.filter.ContextChangeSetFilter;
import liquibase.changelog.filter.CountChangeSetFilter;
import liquibase.changelog.filter.DbmsChangeSetFilter;
import liquibase.changelog.filter.IgnoreChangeSetFilter;
import liquibase.changelog.filter.LabelChangeSetFilter;
import liquibase.changelog.filter.ShouldRunChangeSetFilter;
import liquibase.changelog.filter.UpToTagChangeSetFilter;
import liquibase.database.AbstractJdbcDatabase;
import liquibase.exception.LiquibaseException;
import liquibase.executor.ExecutorService;
import liquibase.parser.ChangeLogParser;
import liquibase.parser.ChangeLogParserFactory;
import liquibase.parser.core.xml.XMLChangeLogSAXParser;
import liquibase.structure.DatabaseObject;
import liquibase.structure.core.Schema;
import liquibase.structure.core.Table;

/** A changelog that was read, for a database that is connected. Lives inside an {@link EngineScope}. */
final class Opened {

    private final AbstractJdbcDatabase database;
    private final DeferringConnection connection;
    private final DatabaseChangeLog log;
    private final ChangeLogParameters parameters;
    private final SqlErrors errors;

    private Opened(
            AbstractJdbcDatabase database,
            DeferringConnection connection,
            ChangeLogParameters parameters,
            SqlErrors errors)
            throws LiquibaseException {
        this.errors = errors;
        this.database = database;
        this.connection = connection;
        this.parameters = parameters;
        this.log = new DatabaseChangeLog();
    }

    private Opened(Opened attached, DatabaseChangeLog log) {
        this.errors = attached.errors;
        this.database = attached.database;
        this.connection = attached.connection;
        this.parameters = attached.parameters;
        this.log = log;
    }

    /** Attaches the session and reads the changelog; writes nothing. */
    static Opened open(Session session, ChangelogSource source, MigrateSettings settings) throws Exception {
        Opened attached = attach(session, settings);
        Opened opened = new Opened(attached, attached.parse(source.file()));
        if (settings.contexts().isEmpty()) {
            opened.requireNoContexts();
        }
        return opened;
    }

    /** Attaches the session to a changelog that was read before, by {@link #open} with the same settings. */
    static Opened again(Session session, DatabaseChangeLog log, MigrateSettings settings) throws Exception {
        return new Opened(attach(session, settings), log);
    }

    /** Attaches the session to no changelog at all; writes nothing. */
    static Opened attach(Session session, MigrateSettings settings) throws Exception {
        session.prepareNothing();
        DeferringConnection connection = DeferringConnection.of(session);
        AbstractJdbcDatabase database =
                session.dialect().transactionalDdl() ? new ServerDatabase(session) : new EmbeddedH2Database();
        database.setConnection(connection);
        // By itself: asked inside a transaction, what is not there would spoil it.
        connection.setAutoCommit(true);
        new TrackingSchema(session).require(database);
        connection.setAutoCommit(false);
        connection.watched().leaveOut(database.getDatabaseChangeLogTableName());
        Scope.getCurrentScope()
                .getSingleton(ExecutorService.class)
                .setExecutor("jdbc", database, new HistoryExecutor(database));
        ChangeLogParameters parameters = new ChangeLogParameters(database);
        settings.parameters().forEach(parameters::set);
        Contexts contexts = new Contexts(
                settings.contexts().filter(text -> !text.equals("*")).orElse(""));
        parameters.setContexts(contexts);
        parameters.setLabels(new LabelExpression(settings.labels().orElse("")));
        return new Opened(database, connection, parameters, session.errors());
    }

    private DatabaseChangeLog parse(String file) throws Exception {
        return Scope.child(Map.of(Scope.Attr.database.name(), database), () -> {
            ChangeLogParser parser = ChangeLogParserFactory.getInstance()
                    .getParser(file, Scope.getCurrentScope().getResourceAccessor());
            if (parser instanceof XMLChangeLogSAXParser xml) {
                xml.setShouldWarnOnMismatchedXsdVersion(false);
            }
            return parser.parse(file, parameters, Scope.getCurrentScope().getResourceAccessor());
        });
    }

    private void requireNoContexts() {
        for (ChangeSet changeSet : log.getChangeSets()) {
            List<ContextExpression> filters = new ArrayList<>(changeSet.getInheritableContextFilter());
            filters.add(changeSet.getContextFilter());
            filters.removeIf(filter -> filter == null || filter.isEmpty());
            if (!filters.isEmpty()) {
                throw new OneoffException(
                        FailureKind.CONFIGURATION,
                        "Changeset " + changeSet.toString(false) + " belongs to the context " + filters.get(0)
                                + ", and none was chosen.",
                        "Say which contexts this database has: --contexts production, or migrate.contexts in oneoff.yaml;"
                                + " --contexts '*' runs those of every context, test data too.");
            }
        }
    }

    AbstractJdbcDatabase database() {
        return database;
    }

    DeferringConnection connection() {
        return connection;
    }

    DatabaseChangeLog log() {
        return log;
    }

    /** Returns what turns the errors of its session into ours. */
    SqlErrors errors() {
        return errors;
    }

    /** Returns where Liquibase's settings put its tables. */
    Tracking tracking() {
        return tracking(database);
    }

    static Tracking tracking(AbstractJdbcDatabase database) {
        return new Tracking(
                identifier(database, database.getLiquibaseSchemaName(), Schema.class),
                identifier(database, database.getDatabaseChangeLogTableName(), Table.class),
                identifier(database, database.getDatabaseChangeLogLockTableName(), Table.class));
    }

    /** Returns what the database makes of a name as Liquibase writes it: in quotes where it must, else folded. */
    private static Identifier identifier(
            AbstractJdbcDatabase database, String name, Class<? extends DatabaseObject> type) {
        String written = database.escapeObjectName(name, type);
        return written.startsWith("\"")
                ? Identifier.of(written.substring(1, written.length() - 1).replace("\"\"", "\""))
                : Identifier.folded(written);
    }

    RuntimeEnvironment environment() {
        return new RuntimeEnvironment(database, parameters.getContexts(), parameters.getLabels());
    }

    ChangeLogHistoryService history() {
        return Scope.getCurrentScope()
                .getSingleton(ChangeLogHistoryServiceFactory.class)
                .getChangeLogService(database);
    }

    /** Creates Liquibase's tables where they are missing and brings old ones to the present shape. */
    void prepareTables() throws Exception {
        // Reading an include has read the history (DatabaseChangeLog.include), and whoever had the lock wrote to it
        // since.
        history().reset();
        EngineScope.creating(() -> history().init());
    }

    /** Checks the changelog against the history; the warnings are for people. */
    List<String> validate() throws LiquibaseException {
        return new Validation(this).check();
    }

    /** Returns what the database has, oldest first; nothing when it has no history. */
    List<RanChangeSet> ran() throws LiquibaseException {
        return database.getRanChangeSetList();
    }

    /** Returns the filters that decide whether a changeset belongs to this database at all. */
    List<ChangeSetFilter> belonging() {
        return new ArrayList<>(List.of(
                new ContextChangeSetFilter(parameters.getContexts()),
                new LabelChangeSetFilter(parameters.getLabels()),
                new DbmsChangeSetFilter(database),
                new IgnoreChangeSetFilter()));
    }

    /** Returns an iterator over the changesets a migration visits. */
    ChangeLogIterator forward(Selection selection) throws LiquibaseException {
        List<ChangeSetFilter> filters = belonging();
        Optional<String> tag = selection.toTag();
        if (tag.isPresent()) {
            requireTag(tag.get());
            filters.add(new UpToTagChangeSetFilter(tag.get(), ran()));
        }
        if (selection.count().isPresent()) {
            filters.add(new ShouldRunChangeSetFilter(database));
            filters.add(new CountChangeSetFilter(selection.count().get()));
        }
        return new ChangeLogIterator(log, filters.toArray(new ChangeSetFilter[0]));
    }

    private void requireTag(String tag) throws LiquibaseException {
        boolean known = Tags.inChangelog(log).contains(tag)
                || ran().stream().anyMatch(changeSet -> tag.equals(changeSet.getTag()));
        if (!known) {
            throw Tags.unknown(tag, Tags.inChangelog(log));
        }
    }
}
