package dev.oneoff.task;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** A {@link DataFix} that was found, as oneoff runs it. Not for applications. */
public final class FoundFix {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");

    private final DataFix fix;
    private final String id;
    private final String script;
    private final Optional<String> table;

    private FoundFix(DataFix fix) {
        this.fix = fix;
        this.id = asked("id()", fix::id);
        this.script = asked("script()", fix::script);
        this.table = asked("table()", fix::table);
        if (!ID.matcher(id).matches()) {
            throw rejected(
                    "says that its id is " + id + ".", "An id has letters, digits, _, - and dots, as a file's name.");
        }
    }

    /**
     * Returns all that there are on the class path of the thread's class loader, in the order they are found.
     *
     * @throws OneoffException INPUT_REJECTED, naming the class, when one of them cannot be made
     */
    public static List<FoundFix> all() {
        List<FoundFix> all = new ArrayList<>();
        try {
            Iterator<DataFix> found = ServiceLoader.load(DataFix.class).iterator();
            while (found.hasNext()) {
                all.add(new FoundFix(found.next()));
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new OneoffException(
                    new Failure(
                            FailureKind.INPUT_REJECTED,
                            "A data fix in Java cannot be loaded: " + said(e),
                            "Look at META-INF/services/dev.oneoff.task.DataFix of the application, and at"
                                    + " ONEOFF_CLASSPATH."),
                    e);
        }
        return all;
    }

    /** Returns its id. */
    public String id() {
        return id;
    }

    /** Returns its script. */
    public String script() {
        return script;
    }

    /** Returns the table whose rows it changes. */
    public Optional<String> table() {
        return table;
    }

    /** Returns the name of its class. */
    public String className() {
        return fix.getClass().getName();
    }

    /**
     * Has it change what belongs to these keys.
     *
     * @param connection in a transaction; the caller ends it
     * @throws OneoffException INPUT_REJECTED when it did what it must not on the connection, whatever it threw then
     * @throws Exception what it throws
     */
    public void run(Connection connection, List<List<Object>> keys, Map<String, String> params) throws Exception {
        Guard guard = new Guard(connection);
        try {
            fix.fix(new KeyBatch(keys, params, guard.connection()));
        } finally {
            guard.end();
            requireKept(guard);
        }
    }

    @SuppressWarnings("Finally") // Whatever it threw: what it must not do comes first.
    private void requireKept(Guard guard) {
        guard.refused().ifPresent(what -> {
            throw rejected(
                    "calls " + what + " on the connection of its batch.",
                    "The batch was rolled back. Take the call out: oneoff commits, together with the mark that the keys"
                            + " are done.");
        });
    }

    private <T> T asked(String what, Supplier<T> question) {
        T answer;
        try {
            answer = question.get();
        } catch (RuntimeException e) {
            throw new OneoffException(
                    rejected(what + " threw " + said(e), "Mend the class.").failure(), e);
        }
        // An application need not know what null means here.
        return Optional.ofNullable(answer)
                .orElseThrow(() -> rejected(what + " returns null.", "Have it return what its javadoc says."));
    }

    private OneoffException rejected(String what, String instead) {
        return new OneoffException(FailureKind.INPUT_REJECTED, "The data fix " + className() + " " + what, instead);
    }

    private static String said(Throwable e) {
        return e.getClass().getName()
                + Optional.ofNullable(e.getMessage()).map(text -> ": " + text).orElse("");
    }
}
