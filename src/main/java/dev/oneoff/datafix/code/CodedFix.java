package dev.oneoff.datafix.code;

import dev.oneoff.database.Session;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A fix that is a class of the application. */
public interface CodedFix {

    /** Returns its id. */
    String id();

    /** Returns the name of the class. */
    String className();

    /** Returns its comment block and its sections. */
    String script();

    /** Returns the table whose rows it changes, as SQL names it; empty when it does not say. */
    Optional<String> table();

    /**
     * Changes what belongs to some keys, in the session's transaction, which it leaves open.
     *
     * @param params by name
     * @throws Exception whatever the class throws
     */
    void apply(Session session, List<List<Object>> keys, Map<String, String> params) throws Exception;
}
