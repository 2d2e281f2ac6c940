package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Three nodes, each request to another one in turn. The third knows neither clients nor users by its configuration, its
 * clock is two seconds behind, and it is killed and started again all the time.
 */
@Tag("fire")
@TestInstance(Lifecycle.PER_CLASS)
class SeveralNodesUnderLoadTests {

    /** One for each way in. */
    private static final int PEOPLE = WayIn.values().length;

    private static final int KILLS = Math.max(1, Integer.getInteger("exeunt.kill-points", 4) / 6);
    private static final long SEED = Long.getLong("exeunt.seed", new Random().nextLong());
    private static final Duration CLOCK_OFF_BY = Duration.ofSeconds(-2);

    /** After this a claim of the dead has run out. */
    private static final Duration LEASE = Duration.ofSeconds(20);

    /** And sign-ins that died with their node look like wrong passwords. */
    private static final String ALL_ARE_ONE_PERSON = "--exeunt.sign-in.per-account.free=1000000";

    private final String url = TestDatabase.POSTGRESQL.freshUrl();
    private final TestBackChannel apps = new TestBackChannel();
    private final AtomicInteger turn = new AtomicInteger();

    /** What users were told, and can rely on. */
    private final Queue<Tokens> signedOut = new ConcurrentLinkedQueue<>();

    private final Queue<Tokens> givenBack = new ConcurrentLinkedQueue<>();

    private final Queue<Tokens> signedIn = new ConcurrentLinkedQueue<>();

    @SuppressWarnings("NullAway.Init")
    private RunningServer one;

    @SuppressWarnings("NullAway.Init")
    private RunningServer other;

    @SuppressWarnings("NullAway.Init")
    private volatile ServerProcess third;

    @BeforeAll
    void start() {
        String[] settings = {
            "--exeunt.clients.shop.back-channel-logout-uri=" + apps.uri("/shop"),
            "--exeunt.notifications.timeout=2s",
            "--exeunt.notifications.poll-interval=50ms",
            // The third node has no clients and accounts configured; without a number its configuration is the older
            // one.
            "--exeunt.configuration-version=1",
            ALL_ARE_ONE_PERSON
        };
        one = RunningServer.start(url, settings);
        other = RunningServer.start(url, settings);
        one.jdbc()
                .sql("update account set password_hash = '{noop}' || username || '-demo-password'")
                .update();
        third = startThird();
    }

    private ServerProcess startThird() {
        var node = ServerProcess.start(
                List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")),
                url,
                "--spring.profiles.active=",
                "--exeunt.clients.shop.back-channel-logout-uri",
                "--exeunt.clients.news.back-channel-logout-uri",
                "--exeunt.notifications.allowed-addresses=127.0.0.0/8",
                "--exeunt.notifications.timeout=2s",
                "--exeunt.notifications.poll-interval=50ms",
                ALL_ARE_ONE_PERSON,
                "--logging.level.root=warn");
        node.setClockAheadBy(CLOCK_OFF_BY);
        return node;
    }

    @AfterAll
    void stop() {
        third.close();
        one.close();
        other.close();
        apps.close();
    }

    @Test
    @DisplayName("RAC-12, RAC-13, RAC-14: a node that dies under load takes nothing with it that anybody was told")
    void a_node_that_dies_under_load_takes_nothing_with_it() throws InterruptedException, ExecutionException {
        var random = new Random(SEED);
        var over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> people = new ArrayList<>();
            for (int person = 0; person < PEOPLE; person++) {
                WayIn wayIn = WayIn.of(person);
                people.add(threads.submit(() -> comeAndGo(wayIn, over)));
            }
            for (int kill = 0; kill < KILLS; kill++) {
                awaitSignOuts(random.nextInt(2 * PEOPLE), people);
                third.close();
                third = startThird();
            }
            awaitSignOuts(PEOPLE, people);
            over.set(true);
            for (var person : people) {
                person.get();
            }
        }

        for (Server node : List.of(one, other, third)) {
            assertThat(signedOut).allSatisfy(tokens -> {
                assertThat(TestClient.isAccepted(node, tokens.access())).isFalse();
                assertThat(TestClient.MOBILE.refresh(node, tokens.refresh()).statusCode())
                        .isEqualTo(400);
            });
            assertThat(givenBack)
                    .hasSizeGreaterThanOrEqualTo(signedOut.size())
                    .allSatisfy(tokens -> assertThat(TestClient.isAccepted(node, tokens.access()))
                            .isFalse());
            assertThat(signedIn)
                    .isNotEmpty()
                    .allSatisfy(tokens -> assertThat(TestClient.isAccepted(node, tokens.access()))
                            .isTrue());
        }
        assertThat(signedOut).allSatisfy(tokens -> RemainingState.assertNothing(one.jdbc(), tokens.sid()));
        one.clock().setAheadBy(LEASE);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> one.jdbc()
                                .sql("select count(*) from logout_notification where state <> 'acknowledged'")
                                .query(Long.class)
                                .single()
                        == 0);
        assertThat(signedOut)
                .allSatisfy(
                        tokens -> assertThat(apps.takeAllAbout(tokens.sid())).hasSizeBetween(1, 2));
    }

    /** Waits for more than so many, or until a user met something that cannot be. */
    private void awaitSignOuts(int more, List<Future<?>> people) {
        int enough = signedOut.size() + more;
        await().atMost(Duration.ofMinutes(2))
                .until(() -> signedOut.size() > enough || people.stream().anyMatch(Future::isDone));
    }

    /** Signs in, refreshes, gives a token back and signs out again and again, and signs in at the end. */
    private void comeAndGo(WayIn wayIn, AtomicBoolean over) {
        Server anyNode = this::nextPort;
        while (!over.get()) {
            try {
                var browser = TestBrowser.signedIn(anyNode, "alice");
                Tokens shop = TestClient.SHOP.tokens(anyNode, browser);
                Tokens news = TestClient.NEWS.tokens(anyNode, browser);
                Tokens mobile = TestClient.MOBILE.tokens(anyNode, browser);
                mobile = Tokens.of(TestClient.MOBILE.refresh(anyNode, mobile.refresh()));
                assertThat(TestClient.NEWS.revoke(anyNode, news.access()).statusCode())
                        .isEqualTo(200);
                givenBack.add(news);
                HttpResponse<String> answer = wayIn.prepare(browser, shop).call();
                assertThat(answer.statusCode()).isLessThan(400);
                signedOut.add(mobile);
            } catch (UncheckedIOException _) {
                // The node died before it answered: nobody was told anything.
            } catch (Exception failure) {
                throw new AssertionError(failure);
            }
        }
        signedIn.add(TestClient.MOBILE.tokens(one, TestBrowser.signedIn(other, "alice")));
    }

    private int nextPort() {
        return List.of(one.port(), other.port(), third.port()).get(Math.floorMod(turn.getAndIncrement(), 3));
    }
}
