package org.exeunt.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.IntFunction;

/** So many sessions, and a server on them. Hands out live sessions, and makes all of them anew when there are too few left. */
final class Store implements AutoCloseable {

    private final ManySessions sessions;
    private final Program server;
    private int end;
    private int block;
    private int session;
    private long logged;
    private long requests;

    private Store(ManySessions sessions, Program server) {
        this.sessions = sessions;
        this.server = server;
        this.end = sessions.count() / ManySessions.BLOCK;
    }

    /** In a database of this name, that it makes. */
    static Store start(Path folder, Postgres postgres, String name, int count)
            throws IOException, InterruptedException, SQLException {
        postgres.create(name);
        // One that comes to clean up is started when it is wanted.
        Program server = Program.start(
                folder, name, Stage.serverCommand(postgres.url(name), "--exeunt.retention.interval=12h"), "/readyz");
        var sessions = new ManySessions(postgres.database(name), count);
        sessions.fill();
        return new Store(sessions, server);
    }

    /** Sees to it that so many blocks of sessions have not been touched yet. */
    void have(int blocks) throws SQLException {
        session = 0;
        if (block + blocks > end) {
            sessions.fill();
            block = 0;
        }
    }

    /** Does not hand out the last so many blocks. */
    void keepBack(int blocks) {
        end -= blocks;
    }

    /** A session that nobody else gets. */
    int session() {
        if (block == end) {
            throw new IllegalStateException("no live session is left");
        }
        int next = block * ManySessions.BLOCK + session;
        session = (session + 1) % ManySessions.BLOCK;
        block += session == 0 ? 1 : 0;
        return next;
    }

    /** One of the three sessions of a user whom nobody else gets. */
    int personOfThree() {
        return ManySessions.personOfThree(block++);
    }

    /** Any session that has not been handed out; it may be handed out again. */
    int anySession() {
        int first = block * ManySessions.BLOCK;
        session += ManySessions.STRIDE;
        return first + Math.floorMod(session, sessions.count() - first);
    }

    Sample run(int connections, int count, IntFunction<String> request, String expected)
            throws IOException, SQLException {
        long before = sessions.logged();
        Sample sample = new Driver(server.port(), connections).run(0, count, request, expected);
        logged += sessions.logged() - before;
        requests += count;
        return sample;
    }

    /** How many bytes PostgreSQL wrote into its log for each request since the last look, and for whatever it did besides. */
    long loggedEach() {
        long each = logged / Math.max(1, requests);
        logged = 0;
        requests = 0;
        return each;
    }

    ManySessions sessions() {
        return sessions;
    }

    @Override
    public void close() {
        server.close();
    }
}
