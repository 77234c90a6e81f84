package dev.oneoff.datafix.plan;

import dev.oneoff.sql.Identifier;
import dev.oneoff.sql.QualifiedName;
import java.util.stream.Collectors;

/**
 * What a name leads to in the catalogue.
 *
 * @param oid the server's number for it; 0 where it has none
 * @param name with its schema
 * @param inherited whether other tables inherit from it, partitions aside
 */
record Relation(long oid, QualifiedName name, Shape shape, boolean inherited, RowSecurity security) {

    /** What it is. */
    enum Shape {
        TABLE,
        PARTITIONED,
        VIEW,
        FOREIGN,
        OTHER
    }

    /** Whether policies hide rows. */
    enum RowSecurity {
        /** There are none. */
        NONE,
        /** There are, and not for this role. */
        BYPASSED,
        /** There are, for this role too. */
        ACTIVE
    }

    String schema() {
        return name.parts().get(0).name();
    }

    String table() {
        return name.last().name();
    }

    /** Returns the name for people. */
    String shown() {
        return shown(name);
    }

    static String shown(QualifiedName name) {
        return name.parts().stream().map(Identifier::name).collect(Collectors.joining("."));
    }
}
