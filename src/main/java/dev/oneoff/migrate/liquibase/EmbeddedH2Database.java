package dev.oneoff.migrate.liquibase;

import java.util.Locale;
import liquibase.CatalogAndSchema.CatalogAndSchemaCase;
import liquibase.database.core.H2Database;

/**
 * H2 as we open it: in PostgreSQL mode with lower-case names. Liquibase's own class takes names for upper-case and does
 * not find its own tables on the second run.
 */
final class EmbeddedH2Database extends H2Database {

    EmbeddedH2Database() {
        unquotedObjectsAreUppercased = false;
    }

    @Override
    public String getDefaultSchemaName() {
        String name = super.getDefaultSchemaName();
        return name == null ? "public" : name.toLowerCase(Locale.ROOT);
    }

    @Override
    public CatalogAndSchemaCase getSchemaAndCatalogCase() {
        return CatalogAndSchemaCase.LOWER_CASE;
    }

    // DDL commits by itself, but a changeset of INSERTs alone can be one transaction with its history row.
    @Override
    public boolean getAutoCommitMode() {
        return false;
    }
}
