package org.exeunt.idp.whole;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Breaks once when told to: at the n-th of our statements, or when a transaction that has written commits. Ours are written
 * in lower case; Spring Session's, in upper case, do not count.
 */
final class FaultyDatabase {

    private static final Pattern OURS = Pattern.compile("\\s*(select|insert|update|delete|with)\\s.*", Pattern.DOTALL);
    private static final Pattern WRITES = Pattern.compile("\\s*(insert|update|delete|with)\\s.*", Pattern.DOTALL);

    private final AtomicInteger statementsLeft = new AtomicInteger();
    private final AtomicBoolean commitFails = new AtomicBoolean();
    private final AtomicBoolean failed = new AtomicBoolean();

    void failAtStatement(int number) {
        failed.set(false);
        statementsLeft.set(number);
    }

    void failAtCommit() {
        failed.set(false);
        commitFails.set(true);
    }

    /** No fault from now on. Tells whether there was one. */
    boolean heal() {
        statementsLeft.set(0);
        commitFails.set(false);
        return failed.getAndSet(false);
    }

    StatementRecorder.Watcher watch(Connection connection) {
        var hasWritten = new AtomicBoolean();
        return sql -> {
            if (sql.equals(StatementRecorder.COMMIT)) {
                commit(connection, hasWritten.getAndSet(false));
            } else if (OURS.matcher(sql).matches()) {
                statement();
                boolean writes = WRITES.matcher(sql).matches();
                if (connection.getAutoCommit()) {
                    commit(connection, writes);
                } else {
                    hasWritten.compareAndSet(false, writes);
                }
            }
        };
    }

    private void statement() throws SQLException {
        if (statementsLeft.get() > 0 && statementsLeft.decrementAndGet() == 0) {
            throw broken();
        }
    }

    /** As if the connection had broken: the database rolls back, and the server knows nothing. */
    private void commit(Connection connection, boolean hasWritten) throws SQLException {
        if (hasWritten && commitFails.compareAndSet(true, false)) {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            throw broken();
        }
    }

    private SQLException broken() {
        failed.set(true);
        return new SQLException("the database broke", "08006");
    }
}
