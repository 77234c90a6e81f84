package dev.oneoff.migrate.liquibase;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.migrate.Tracking;
import java.sql.ResultSet;
import java.sql.SQLException;
import liquibase.GlobalConfiguration;
import liquibase.configuration.ConfiguredValue;
import liquibase.database.AbstractJdbcDatabase;

/**
 * The schema that a setting of Liquibase's own gives its tables. Liquibase takes one that is not there, or that the role
 * may not look into, for one without a history, and everything for pending.
 */
record TrackingSchema(Session session) {

    /** Refuses one without an answer; for a session in autocommit mode. */
    void require(AbstractJdbcDatabase database) {
        ConfiguredValue<String> setting = GlobalConfiguration.LIQUIBASE_SCHEMA_NAME.getCurrentConfiguredValue();
        if (!setting.found() || setting.getValue() == null) {
            return;
        }
        Tracking tracking = Opened.tracking(database);
        String schema = tracking.schema().name();
        if (!exists(schema)) {
            throw new OneoffException(
                    FailureKind.CONFIGURATION,
                    "The schema " + schema + ", where "
                            + setting.getProvidedValue().getActualKey() + " puts Liquibase's tables, does not exist.",
                    "Create the schema, or correct the setting.");
        }
        session.listIfThere(Sql.of("SELECT 1 FROM " + tracking.history().quoted() + " WHERE FALSE"), row -> "");
    }

    private boolean exists(String schema) {
        try (ResultSet schemas = session.connection().getMetaData().getSchemas()) {
            while (schemas.next()) {
                if (schema.equals(schemas.getString("TABLE_SCHEM"))) {
                    return true;
                }
            }
            return false;
        } catch (SQLException e) {
            throw session.errors().translate(e, "looking for the schema " + schema);
        }
    }
}
