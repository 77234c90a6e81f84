package dev.oneoff.datafix.plan;

import dev.oneoff.datafix.statement.Change.Form;
import dev.oneoff.sql.QualifiedName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the database says of its tables. Reads only. */
interface Catalogue {

    /** Returns what a name leads to, along the session's search path. */
    Optional<Relation> relation(QualifiedName name);

    /** Returns the names that lead to a table without a schema. */
    List<String> tables();

    /** Returns the relation itself and all its partitions. */
    List<Relation> family(Relation relation);

    /** Returns the columns in their order. */
    List<StoredColumn> columns(Relation relation);

    /** Returns the unique indexes, the primary key first, then by the number of columns and the name. */
    List<UniqueIndex> uniques(Relation relation);

    /** Returns all columns that a unique index of the relation or of a partition looks at, in its condition too. */
    Set<String> uniqueColumns(Relation relation);

    /** Returns the foreign keys that lead to it. */
    List<ForeignKey> referencing(Relation relation);

    /** Returns the foreign keys that it has. */
    List<ForeignKey> referenced(Relation relation);

    /** Returns what acts on a change, for example {@code audit, AFTER UPDATE for each row}. */
    List<String> triggers(Relation relation, Form form, Collection<String> columns);

    /** Returns the rules that rewrite such a statement. */
    List<String> rules(Relation relation, Form form);

    /** Returns the names of the row-security policies. */
    List<String> policies(Relation relation);

    /** Returns the functions of these names, wherever they are. */
    List<Routine> routines(Collection<String> names);

    /**
     * Says whether a row is right or wrong for good once an UPDATE has made it so: no trigger acts on it afterwards, and a
     * condition of these words is answered by the row alone, by functions that depend on nothing else. Only a yes is sure.
     *
     * @param words every name in the condition
     */
    boolean settles(Relation relation, Collection<String> words);
}
