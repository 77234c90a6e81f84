package dev.oneoff.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that is gone, as the server sees it: the socket closes without a word at the n-th call, and nothing reaches the
 * server ever after. What the code still does in its finally blocks comes to nothing.
 */
final class Cut implements DyingDialect.Death {

    static final int NEVER = Integer.MAX_VALUE;

    private final int last;
    private final boolean before;
    private final List<String> calls = new ArrayList<>();
    private boolean dead;

    Cut(int last, boolean before) {
        this.last = last;
        this.before = before;
    }

    /** What stands for the end of the process. */
    @SuppressWarnings("serial")
    static final class Dead extends Error {}

    /** Returns the calls made, the last one being the deadly one. */
    List<String> calls() {
        return calls;
    }

    boolean dead() {
        return dead;
    }

    @Override
    public void before(Connection connection, String call) {
        if (dead) {
            throw new Dead();
        }
        calls.add(call);
        if (before && calls.size() == last) {
            die(connection);
        }
    }

    @Override
    public void after(Connection connection) {
        if (!before && calls.size() == last) {
            die(connection);
        }
    }

    private void die(Connection connection) {
        dead = true;
        try {
            // Closes the socket without the message that says goodbye.
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        throw new Dead();
    }
}
