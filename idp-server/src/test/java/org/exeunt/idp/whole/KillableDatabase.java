package org.exeunt.idp.whole;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.exeunt.idp.whole.KillPoint.Moment;
import org.jspecify.annotations.Nullable;

/** Halts this JVM at a point of its conversation with the database. No shutdown hook runs, nothing is closed. */
final class KillableDatabase {

    private static final int STATUS = 86;
    private static final String ENDS_A_SESSION = "with changed as (\nupdate sso_session set ended_at";

    /** The poller looks for work whenever it likes: that is no step of a logout. */
    private static final String POLLS = "where due_at <=";

    private volatile @Nullable KillPoint point;
    private final AtomicInteger steps = new AtomicInteger();

    void dieAt(KillPoint fate) {
        steps.set(0);
        point = fate;
    }

    StatementRecorder.Watcher watch(Connection connection) {
        return new Conversation(connection);
    }

    private static void halt() {
        Runtime.getRuntime().halt(STATUS);
    }

    /** One use of a connection. */
    private final class Conversation implements StatementRecorder.Watcher {

        private final Connection connection;
        private boolean endsSession;
        private boolean isReached;

        Conversation(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void before(String sql) throws SQLException {
            String step = name(sql);
            KillPoint fate = point;
            isReached = fate != null
                    && !step.contains(POLLS)
                    && step.startsWith(fate.sql())
                    && steps.incrementAndGet() == fate.step();
            if (fate != null && isReached) {
                switch (fate.moment()) {
                    case BEFORE -> halt();
                    case DURING ->
                        Thread.ofPlatform().start(() -> {
                            LockSupport.parkNanos(fate.micros() * 1_000L);
                            halt();
                        });
                    case AFTER -> {}
                }
            }
        }

        @Override
        public void after(String sql) {
            KillPoint fate = point;
            if (fate != null && isReached && fate.moment() == Moment.AFTER) {
                halt();
            }
        }

        /** Most logouts are one statement, which commits itself; else it is the next commit. */
        private String name(String sql) throws SQLException {
            boolean endsHere = sql.startsWith(ENDS_A_SESSION);
            boolean commits = sql.equals(StatementRecorder.COMMIT) || connection.getAutoCommit();
            boolean commitsLogout = commits && (endsHere || endsSession);
            endsSession = (endsSession || endsHere) && !commits;
            return commitsLogout ? KillPoint.COMMIT_OF_LOGOUT : sql.strip();
        }
    }
}
