package org.exeunt.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a logout costs with 1,000 sessions in the store, and with a million and their three million tokens. Two databases of one
 * PostgreSQL, each with a server of its own, take turns. {@code exeunt.bench.sessions} is another number in place of a million.
 */
@TestInstance(Lifecycle.PER_CLASS)
class GrowthBenchmark {

    private static final int FEW = 1_000;
    private static final int MANY = Integer.getInteger("exeunt.bench.sessions", 1_000_000);
    private static final String ONLY = System.getProperty("exeunt.bench.only", "");

    /** Of each operation, before anything is measured, all connections at once; then for each number of connections. */
    private static final int WARM_UP_ROUNDS = Integer.getInteger("exeunt.bench.warm-up-rounds", 20);

    private static final int ROUNDS = 2 * Integer.getInteger("exeunt.bench.rounds", 5) + 1;

    private static final int DEAD = MANY / 10;

    private static final String SIGNED_OUT = "HTTP/1.1 303";

    /** As a user would set PostgreSQL up for that many; what it does by itself now and then, it does not while we look. */
    private static final Map<String, String> SETTINGS = Map.of(
            "shared_buffers", System.getProperty("exeunt.bench.shared-buffers", "4GB"),
            "checkpoint_timeout", "1h",
            "autovacuum", "off");

    /**
     * @param name for the table
     * @param perRound how many requests make a round
     * @param blocks how many blocks of sessions a round uses up
     * @param session takes the session that the next request is about
     * @param request the request about a session
     * @param expected what each answer must contain
     */
    private record Operation(
            String name,
            int perRound,
            int blocks,
            ToIntFunction<Store> session,
            IntFunction<String> request,
            String expected) {}

    private static final List<Operation> OPERATIONS = List.of(
            new Operation(
                    "revoke an access token",
                    FEW,
                    FEW / ManySessions.BLOCK,
                    Store::session,
                    session -> revocation(session, "access_token", ManySessions.accessToken(session)),
                    "HTTP/1.1 200"),
            new Operation(
                    "revoke a refresh token",
                    FEW,
                    FEW / ManySessions.BLOCK,
                    Store::session,
                    session -> revocation(session, "refresh_token", ManySessions.refreshToken(session)),
                    "HTTP/1.1 200"),
            new Operation(
                    "introspect a live token",
                    5 * FEW,
                    1,
                    Store::anySession,
                    session -> Requests.post(
                            "/oauth2/introspect",
                            "token=" + ManySessions.accessToken(session),
                            Apps.authorization(ManySessions.app(session))),
                    "\"active\":true"),
            new Operation(
                    "`/logout`", FEW, FEW / ManySessions.BLOCK, Store::session, GrowthBenchmark::redirect, SIGNED_OUT),
            new Operation(
                    "`DELETE /session`",
                    FEW,
                    FEW / ManySessions.BLOCK,
                    Store::session,
                    session -> Requests.delete(
                            "/session?client_id=app" + ManySessions.app(session),
                            Requests.cookie(ManySessions.cookie(session)),
                            "Origin: " + Apps.ORIGIN),
                    "\"ended\":true"),
            new Operation(
                    "everywhere, 3 sessions",
                    FEW / ManySessions.BLOCK,
                    FEW / ManySessions.BLOCK,
                    Store::personOfThree,
                    session -> Requests.delete(
                            "/api/auth/sessions?scope=everywhere", Requests.cookie(ManySessions.cookie(session))),
                    "\"success\":true"));

    private final GrowthTable table = new GrowthTable();

    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Postgres postgres;

    @SuppressWarnings("NullAway.Init")
    private Store few;

    @SuppressWarnings("NullAway.Init")
    private Store many;

    private static String revocation(int session, String kind, String token) {
        return Requests.post(
                "/oauth2/revoke",
                "token_type_hint=" + kind + "&token=" + token,
                Apps.authorization(ManySessions.app(session)));
    }

    private static String redirect(int session) {
        return Requests.get(
                "/logout?client_id=app" + ManySessions.app(session) + "&redirect_uri=" + Apps.SIGNED_OUT,
                Requests.cookie(ManySessions.cookie(session)));
    }

    @BeforeAll
    void start(@TempDir Path scratch) throws IOException, InterruptedException, SQLException {
        folder = scratch;
        postgres = new Postgres(SETTINGS);
        many = Store.start(folder, postgres, "many", MANY);
        few = Store.start(folder, postgres, "few", FEW);
    }

    @AfterAll
    void stop() throws IOException {
        few.close();
        many.close();
        postgres.close();
    }

    @Test
    void growth() throws IOException, InterruptedException, SQLException {
        noteSizes();
        for (Operation operation : OPERATIONS) {
            if (operation.name().contains(ONLY)) {
                measure(operation);
            }
        }
        measureLogoutsDuringPurge();
        table.write(FEW, MANY);
    }

    private void measure(Operation operation) throws IOException, SQLException {
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            run(few, operation, 8);
            run(many, operation, 8);
        }
        many.sessions().checkpoint();
        few.loggedEach();
        many.loggedEach();
        for (int connections : new int[] {1, 8}) {
            List<Sample> withFew = new ArrayList<>();
            List<Sample> withMany = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                withFew.add(run(few, operation, connections));
                withMany.add(run(many, operation, connections));
            }
            table.add(
                    operation.name(),
                    connections,
                    Sample.of(withFew),
                    Sample.of(withMany),
                    few.loggedEach(),
                    many.loggedEach());
        }
    }

    private static Sample run(Store store, Operation operation, int connections) throws IOException, SQLException {
        store.have(operation.blocks());
        return store.run(
                connections,
                operation.perRound(),
                _ -> operation.request().apply(operation.session().applyAsInt(store)),
                operation.expected());
    }

    private void noteSizes() throws SQLException {
        ManySessions sessions = many.sessions();
        table.note("%,d sessions, %,d tokens, %,d authorizations, %,d people"
                .formatted(
                        sessions.number("select count(*) from sso_session"),
                        sessions.number("select count(*) from oauth2_token"),
                        sessions.number("select count(*) from oauth2_authorization"),
                        sessions.number("select count(*) from account")));
        for (String name : ManySessions.tables()) {
            table.note("%s: %d MiB, %d of it indexes; %d bytes a row"
                    .formatted(
                            name,
                            sessions.bytes(List.of(name)) >> 20,
                            sessions.number("select pg_indexes_size('" + name + "')") >> 20,
                            sessions.bytes(List.of(name)) / sessions.number("select count(*) from " + name)));
        }
        table.note("%,d bytes on disk for each session"
                .formatted(sessions.bytes(ManySessions.tables().stream()
                                .filter(name -> !name.equals("account") && !name.equals("audit_event"))
                                .toList())
                        / MANY));
    }

    /** Another node forgets what ended long ago, and meanwhile users go on to sign out. */
    private void measureLogoutsDuringPurge() throws IOException, InterruptedException, SQLException {
        ManySessions sessions = many.sessions();
        int blocks = MANY / ManySessions.BLOCK;
        many.have(blocks / 2);
        many.keepBack(DEAD / ManySessions.BLOCK);
        sessions.endLongAgo(DEAD);
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            many.run(8, FEW, _ -> redirect(many.session()), SIGNED_OUT);
        }
        sessions.checkpoint();
        List<Sample> before = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            before.add(logouts());
        }
        List<Sample> meanwhile = new ArrayList<>();
        long dead = sessions.deadLongAgo();
        long start;
        try (Program _ = Program.start(
                folder,
                "cleaner",
                Stage.serverCommand(postgres.url("many"), "--exeunt.retention.interval=1s"),
                "/readyz")) {
            while (sessions.deadLongAgo() == dead) {
                logouts();
            }
            start = System.nanoTime();
            do {
                meanwhile.add(logouts());
            } while (sessions.deadLongAgo() > 0);
        }
        Sample without = Sample.of(before);
        Sample with = Sample.of(meanwhile);
        table.note(
                "while %,d sessions that had ended are forgotten, in %.0f s: one `/logout` at a time takes %s and %.2f ms"
                                .formatted(DEAD, (System.nanoTime() - start) / 1e9, with, with.p95Millis())
                        + " at the 95th percentile; without that %s and %.2f ms"
                                .formatted(without, without.p95Millis()));
    }

    private Sample logouts() throws IOException, SQLException {
        return many.run(1, FEW / 4, _ -> redirect(many.session()), SIGNED_OUT);
    }
}
