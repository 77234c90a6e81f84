package dev.oneoff.transfer.embedded;

import dev.oneoff.database.Session;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Numbers that a statement finds, one after the other: there may be more than memory holds. For one thread. */
public final class RejectedLines implements Iterator<Long>, AutoCloseable {

    private final Session session;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private boolean more;

    RejectedLines(Session session, String select) {
        this.session = session;
        try {
            this.statement = session.connection().prepareStatement(select);
            this.rows = statement.executeQuery();
            this.more = rows.next();
        } catch (SQLException e) {
            throw failed(session, e);
        }
    }

    @Override
    public boolean hasNext() {
        return more;
    }

    @Override
    public Long next() {
        if (!more) {
            throw new NoSuchElementException();
        }
        try {
            long line = rows.getLong(1);
            more = rows.next();
            return line;
        } catch (SQLException e) {
            throw failed(session, e);
        }
    }

    @Override
    public void close() {
        try {
            statement.close();
        } catch (SQLException e) {
            throw failed(session, e);
        }
    }

    private static RuntimeException failed(Session session, SQLException e) {
        return session.errors().translate(e, "writing the rejected rows");
    }
}
