package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The server is a process of its own, and dies in the middle of a logout: no exception, no shutdown, no rollback by its own
 * hand. How often says the system property {@code exeunt.kill-points}; which points, {@code exeunt.seed}.
 */
@Tag("fire")
@TestInstance(Lifecycle.PER_CLASS)
class KilledServerTests {

    private static final Logger log = LoggerFactory.getLogger(KilledServerTests.class);

    private static final int COUNT = Integer.getInteger("exeunt.kill-points", 4);
    private static final long SEED = Long.getLong("exeunt.seed", new Random().nextLong());

    /** After this a claim of the dead has run out. */
    private static final Duration LEASE = Duration.ofSeconds(20);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String url = TestDatabase.POSTGRESQL.freshUrl();
    private final JdbcClient jdbc = JdbcClient.create(new DriverManagerDataSource(url));
    private final TestBackChannel apps = new TestBackChannel();

    @SuppressWarnings("NullAway.Init")
    private AotCache cache;

    @SuppressWarnings("NullAway.Init")
    private ServerProcess server;

    @BeforeAll
    void startFirst(@TempDir Path folder) {
        cache = AotCache.learn(folder, this::liveOnce);
        server = start(cache.options());
    }

    @AfterAll
    void stop() {
        server.close();
        apps.close();
    }

    private ServerProcess start(List<String> options) {
        return ServerProcess.start(
                options,
                url,
                "--exeunt.clients.shop.back-channel-logout-uri=" + apps.uri("/shop"),
                "--exeunt.clients.news.back-channel-logout-uri=" + apps.uri("/news"),
                "--exeunt.notifications.timeout=2s",
                "--exeunt.notifications.poll-interval=50ms",
                "--logging.level.root=warn");
    }

    private void liveOnce(List<String> options) {
        try (var first = start(options)) {
            jdbc.sql("update account set password_hash = '{noop}' || username || '-demo-password'")
                    .update();
            var alice = TestBrowser.signedIn(first, "alice");
            Tokens shop = TestClient.SHOP.tokens(first, alice);
            TestClient.NEWS.tokens(first, alice);
            alice.get("/logout?client_id=shop");
            awaitAllAppsTold(shop.sid(), 2);
            first.stop();
        }
    }

    static Stream<Arguments> points() {
        log.info("{} kill points of -Dexeunt.seed={}", COUNT, SEED);
        var random = new Random(SEED);
        var number = new AtomicInteger();
        List<KillPoint> chosen = new ArrayList<>(KillPoint.chosen().toList());
        // A short run takes other ones of the chosen each time.
        Collections.shuffle(chosen, random);
        return Stream.concat(chosen.stream(), Stream.generate(() -> KillPoint.random(random)))
                .limit(COUNT)
                .map(point -> Arguments.of(point, WayIn.of(number.getAndIncrement())));
    }

    @ParameterizedTest
    @MethodSource("points")
    @DisplayName(
            "Invariants 2 and 4, RAC-12, BCL-35: killed in a logout, it did all of it or nothing, and forgets nobody")
    void a_logout_that_met_its_death_happened_entirely_or_not_at_all(KillPoint point, WayIn wayIn) {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens shop = TestClient.SHOP.tokens(server, alice);
        Tokens news = TestClient.NEWS.tokens(server, alice);
        Tokens offline = TestClient.MOBILE.tokens(server, alice, "openid offline_access");
        RemainingState before = RemainingState.of(jdbc, shop.sid());
        var logout = wayIn.prepare(alice.copyFor(server), shop);

        server.dieAt(point);
        Optional<HttpResponse<String>> answer = answer(logout);
        bury(answer.isPresent() ? shop.sid() : "");
        RemainingState left = RemainingState.of(jdbc, shop.sid());

        assertThat(left).matches(undone -> undone.isNothing() || undone.equals(before), "all of it or nothing");
        assertThat(left.isNothing() || answer.isEmpty())
                .as("what was answered happened: %s", answer)
                .isTrue();
        assertThat(left.isNothing() && point.isBeforeCommit()).isFalse();
        assertThat(!left.isNothing() && point.isAfterCommit()).isFalse();

        server = start(cache.options());
        var aliceNow = alice.copyFor(server);
        assertThat(aliceNow.isSignedIn()).isEqualTo(!left.isNothing());
        assertThat(TestClient.isAccepted(server, shop.access())).isEqualTo(!left.isNothing());
        assertThat(TestClient.isAccepted(server, news.access())).isEqualTo(!left.isNothing());
        assertThat(TestClient.isOk(TestClient.MOBILE.refresh(server, offline.refresh())))
                .isTrue();
        if (!left.isNothing()) {
            assertThat(apps.takeAllAbout(shop.sid())).isEmpty();
            // The signed-out page, or the receipt if an app took longer than a moment after the restart.
            assertThat(aliceNow.get("/logout?client_id=shop").statusCode()).isIn(200, 303);
        }
        RemainingState.assertNothing(jdbc, shop.sid());
        server.setClockAheadBy(LEASE);
        awaitAllAppsTold(shop.sid(), 2);
        server.setClockAheadBy(Duration.ZERO);
        // Each app hears it once, or twice if the server died before it could note the answer.
        assertThat(apps.takeAllAbout(shop.sid())).hasSizeBetween(2, 4);
    }

    private static Optional<HttpResponse<String>> answer(Callable<HttpResponse<String>> logout) {
        try {
            return Optional.of(logout.call());
        } catch (UncheckedIOException _) {
            return Optional.empty();
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    /**
     * Waits until the server is dead, and until the database has noticed. A server that has done everything and still lives
     * is killed.
     */
    private void bury(String answeredFor) {
        if (!answeredFor.isEmpty()) {
            await().atMost(PATIENCE).until(() -> !server.isAlive() || untold(answeredFor) == 0);
            server.close();
        }
        server.awaitDeath();
        await().atMost(PATIENCE).until(() -> jdbc.sql("""
                                select count(*) from pg_stat_activity
                                where datname = current_database() and pid <> pg_backend_pid()
                                """).query(Long.class).single() == 0);
    }

    private void awaitAllAppsTold(String sid, int apps) {
        await().atMost(PATIENCE).until(() -> untold(sid) == 0);
        assertThat(jdbc.sql("select count(*) from logout_notification where sid = :sid and state = 'acknowledged'")
                        .param("sid", sid)
                        .query(Integer.class)
                        .single())
                .isEqualTo(apps);
    }

    private long untold(String sid) {
        return jdbc.sql("select count(*) from logout_notification where sid = :sid and state <> 'acknowledged'")
                .param("sid", sid)
                .query(Long.class)
                .single();
    }
}
