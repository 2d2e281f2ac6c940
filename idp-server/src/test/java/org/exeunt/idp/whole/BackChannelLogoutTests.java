package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.exeunt.idp.notification.LogoutNotification;
import org.exeunt.idp.notification.LogoutNotifications;
import org.exeunt.idp.notification.NotificationState;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.whole.TestBackChannel.Received;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every app that took part in a session hears that it ended, sooner or later, and the table says how it answered. */
@OnEachDatabase
class BackChannelLogoutTests {

    private final TestBackChannel shop = new TestBackChannel();
    private final TestBackChannel news = new TestBackChannel();
    private final TestDatabase database;

    @SuppressWarnings("NullAway.Init")
    private String databaseUrl;

    @SuppressWarnings("NullAway.Init")
    private RunningServer server;

    BackChannelLogoutTests(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void start() {
        databaseUrl = database.freshUrl();
        server = start(databaseUrl);
    }

    private RunningServer start(String url, String... more) {
        String[] arguments = new String[more.length + 4];
        arguments[0] = "--exeunt.clients.shop.back-channel-logout-uri=" + shop.uri("/logged-out?tenant=1&x=%2F");
        arguments[1] = "--exeunt.clients.news.back-channel-logout-uri=" + news.uri("/");
        arguments[2] = "--exeunt.notifications.poll-interval=20ms";
        // So long that a claim is told from the wait for the next attempt.
        arguments[3] = "--exeunt.notifications.timeout=60s";
        System.arraycopy(more, 0, arguments, 4, more.length);
        return RunningServer.start(url, arguments);
    }

    @AfterEach
    void stop() {
        server.close();
        shop.close();
        news.close();
    }

    @Test
    @DisplayName(
            "BCL-05, BCL-08..BCL-23, BCL-43, RPI-36: a token for each participant, the initiator too, and no other app")
    void each_participant_gets_a_token_of_its_own() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);
        TestClient.MOBILE.tokens(server, alice);

        alice.get("/logout?client_id=shop");

        Received token = shop.received();
        assertThat(token.method()).isEqualTo("POST");
        assertThat(token.target()).isEqualTo("/logged-out?tenant=1&x=%2F");
        assertThat(token.headers().getFirst("Content-Type")).startsWith("application/x-www-form-urlencoded");
        assertThat(token.headers()).doesNotContainKeys("Cookie", "Referer", "Authorization");
        assertThat(TestBrowser.query("?" + token.body())).containsOnlyKeys("logout_token");
        assertThat(token.isSignedBy(server)).isTrue();
        assertThat(token.header()).containsEntry("typ", "logout+jwt").containsEntry("alg", "RS256");
        Map<String, Object> claims = token.claims();
        assertThat(claims)
                .containsOnlyKeys("iss", "aud", "iat", "exp", "jti", "events", "sid", "sub")
                .containsEntry("iss", "http://localhost:9000")
                .containsEntry("aud", "shop")
                .containsEntry("sid", tokens.sid())
                .containsEntry("sub", TestClient.claims(tokens.id()).get("sub"))
                .containsEntry("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
        assertThat(seconds(claims, "exp") - seconds(claims, "iat")).isEqualTo(120);
        assertThat(notifications(tokens.sid()))
                .extracting(told -> told.client().value())
                .containsExactly("shop");
        awaitState(tokens.sid(), "shop", NotificationState.ACKNOWLEDGED);
        assertThat(news.waiting()).isZero();
    }

    @Test
    @DisplayName("BCL-41: a logout token opens nothing here")
    void a_logout_token_is_of_no_use_here() {
        var alice = TestBrowser.signedIn(server, "alice");
        TestClient.SHOP.tokens(server, alice);
        alice.get("/logout?client_id=shop");
        String token = shop.received().token();
        var bob = TestBrowser.signedIn(server, "bob");

        assertThat(TestClient.userinfo(server, token)).isEqualTo(401);
        assertThat(TestClient.SHOP.introspects(server, token)).isFalse();
        assertThat(bob.get("/connect/logout?id_token_hint=" + token).body()).contains("name=\"confirmation\"");
        assertThat(bob.isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("BCL-35: the SDK's logout and another person's sign-in tell the apps; a mere revocation tells nobody")
    void every_way_in_that_ends_a_session_tells_the_apps() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens first = TestClient.SHOP.tokens(server, alice);
        TestClient.SHOP.revoke(server, first.access());
        assertThat(notifications(first.sid())).isEmpty();

        alice.send("DELETE", "/session?client_id=shop", "Origin", "http://localhost:8080");
        assertThat(shop.received().claims()).containsEntry("sid", first.sid());

        alice.signIn("alice");
        Tokens second = TestClient.NEWS.tokens(server, alice);
        alice.signIn("bob");
        assertThat(news.received().claims()).containsEntry("sid", second.sid());
    }

    @ParameterizedTest
    @CsvSource({"500", "503", "429", "408", "302", "404", "401"})
    @DisplayName("BCL-15, BCL-30, BCL-34: whatever may pass is tried again, each time with a fresh token")
    void transient_failures_are_retried(int status) {
        shop.behaveOnce(
                TestBackChannel.answering(status, "", "Location", shop.uri("/elsewhere")),
                TestBackChannel.answering(status));
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);

        alice.get("/logout?client_id=shop");

        Received first = shop.received();
        awaitAttempts(tokens.sid(), "shop", 1);
        server.clock().setAheadBy(Duration.ofSeconds(3));
        Received second = shop.received();
        awaitAttempts(tokens.sid(), "shop", 2);
        server.clock().setAheadBy(Duration.ofSeconds(15));
        Received third = shop.received();
        awaitState(tokens.sid(), "shop", NotificationState.ACKNOWLEDGED);
        assertThat(List.of(first, second, third))
                .extracting(received -> received.claims().get("jti"))
                .doesNotHaveDuplicates();
        assertThat(List.of(first, second, third))
                .extracting(Received::target)
                .containsOnly("/logged-out?tenant=1&x=%2F");
        assertThat(notification(tokens.sid(), "shop").lastError()).contains("status " + status);
        assertThat(shop.waiting()).isZero();
    }

    @Test
    @DisplayName("BCL-30: an app that dies or hangs or drips is told again, and nobody waits for it")
    void an_app_that_dies_or_hangs_is_told_again() {
        server.close();
        server = start(databaseUrl, "--exeunt.notifications.timeout=300ms");
        shop.behaveOnce(shop.hanging());
        news.behaveOnce(TestBackChannel.dying(), news.dripping());
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);
        TestClient.NEWS.tokens(server, alice);

        assertThat(alice.get("/logout?client_id=shop").statusCode()).isLessThan(400);

        assertThat(alice.isSignedIn()).isFalse();
        awaitAttempts(tokens.sid(), "shop", 1);
        awaitAttempts(tokens.sid(), "news", 1);
        server.clock().setAheadBy(Duration.ofSeconds(3));
        awaitState(tokens.sid(), "shop", NotificationState.ACKNOWLEDGED);
        awaitState(tokens.sid(), "news", NotificationState.ACKNOWLEDGED);
    }

    @Test
    @DisplayName("BCL-30: an app that asks for time gets it")
    void an_app_that_asks_for_time_gets_it() {
        shop.behaveOnce(TestBackChannel.answering(503, "", "Retry-After", "120"));
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);

        alice.get("/logout?client_id=shop");
        awaitAttempts(tokens.sid(), "shop", 1);

        LogoutNotification waiting = notification(tokens.sid(), "shop");
        assertThat(Duration.between(waiting.owedAt(), waiting.dueAt().orElseThrow()))
                .isBetween(Duration.ofSeconds(120), Duration.ofSeconds(150));
    }

    @Test
    @DisplayName("BCL-29, BCL-33: 400 is the last word, and what the app said is kept, made harmless")
    void a_refusal_is_final() {
        shop.behave(TestBackChannel.answering(
                400,
                "{\"error\":\"invalid_request\",\"error_description\":\"no\\u0000such\\nthing " + "x".repeat(1_000)
                        + "\"}"));
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);

        alice.get("/logout?client_id=shop");
        awaitState(tokens.sid(), "shop", NotificationState.REFUSED);

        assertThat(notification(tokens.sid(), "shop").lastError().orElseThrow())
                .startsWith("400 invalid_request no?such?thing")
                .hasSizeLessThan(300);
        assertThat(notification(tokens.sid(), "shop").dueAt()).isEmpty();
    }

    @Test
    @DisplayName(
            "BCL-33: what Spring's relying parties answer when only a part of their sessions ended is no last word")
    void a_partial_logout_is_tried_again() {
        shop.behaveOnce(TestBackChannel.answering(400, "{\"error\":\"partial_logout\"}"));
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);

        alice.get("/logout?client_id=shop");
        awaitAttempts(tokens.sid(), "shop", 1);
        server.clock().setAheadBy(Duration.ofSeconds(3));

        awaitState(tokens.sid(), "shop", NotificationState.ACKNOWLEDGED);
    }

    @Test
    @DisplayName("BCL-27: an app that hangs keeps no other app waiting")
    void a_sick_app_keeps_no_other_waiting() {
        shop.behave(shop.hanging());
        for (int person = 0; person < 5; person++) {
            var alice = TestBrowser.signedIn(server, "alice");
            TestClient.SHOP.tokens(server, alice);
            String sid = TestClient.NEWS.tokens(server, alice).sid();

            alice.send("DELETE", "/session?client_id=shop", "Origin", "http://localhost:8080");

            awaitState(sid, "news", NotificationState.ACKNOWLEDGED);
            assertThat(notification(sid, "shop").state()).isEqualTo(NotificationState.PENDING);
        }
    }

    @Test
    @DisplayName("BCL-27: not even one that lives at the same address")
    void a_sick_app_keeps_no_neighbour_waiting() {
        server.close();
        server = RunningServer.start(
                databaseUrl,
                "--exeunt.clients.shop.back-channel-logout-uri=" + shop.uri("/shop"),
                "--exeunt.clients.news.back-channel-logout-uri=" + shop.uri("/news"),
                "--exeunt.notifications.timeout=60s",
                "--exeunt.notifications.concurrency-per-client=1");
        var healthy = TestBackChannel.answering(200);
        var sick = shop.hanging();
        shop.behave(exchange -> (exchange.getRequestURI().getPath().equals("/news") ? healthy : sick).answer(exchange));
        var alice = TestBrowser.signedIn(server, "alice");
        TestClient.SHOP.tokens(server, alice);
        alice.get("/logout?client_id=shop");
        assertThat(shop.received().target()).isEqualTo("/shop");

        alice.signIn("alice");
        String sid = TestClient.NEWS.tokens(server, alice).sid();
        alice.get("/logout?client_id=news");

        awaitState(sid, "news", NotificationState.ACKNOWLEDGED);
    }

    @Test
    @DisplayName("Invariant 4: an app that comes back just before its own session would have ended is told")
    void the_last_attempt_is_made_when_the_apps_own_session_would_end() {
        server.close();
        server = start(databaseUrl, "--exeunt.clients.shop.session-lifetime=30m");
        shop.behave(TestBackChannel.answering(503));
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);
        alice.get("/logout?client_id=shop");
        // By then the steps of the ladder have grown to half an hour.
        for (Duration at :
                List.of(Duration.ofSeconds(3), Duration.ofSeconds(20), Duration.ofMinutes(2), Duration.ofMinutes(8))) {
            awaitWaiting(tokens.sid());
            server.clock().setAheadBy(at);
        }
        awaitWaiting(tokens.sid());

        assertThat(notification(tokens.sid(), "shop").state()).isEqualTo(NotificationState.PENDING);
        shop.behave(TestBackChannel.answering(200));
        server.clock().setAheadBy(Duration.ofMinutes(30).plusSeconds(1));

        awaitState(tokens.sid(), "shop", NotificationState.ACKNOWLEDGED);
    }

    @Test
    @DisplayName(
            "Invariant 5, LEG-28: nobody waits for a hanging app for longer than a second, and no connection does at all")
    void no_wait_is_longer_than_a_second() throws SQLException {
        shop.behave(shop.hanging());
        var alice = TestBrowser.signedIn(server, "alice");
        TestClient.SHOP.tokens(server, alice);
        var pool = server.bean(DataSource.class).unwrap(HikariDataSource.class).getHikariPoolMXBean();
        long asked = System.nanoTime();

        var answer = CompletableFuture.supplyAsync(() -> alice.get("/logout?client_id=shop"));
        shop.received();
        await().untilAsserted(() -> assertThat(pool.getActiveConnections()).isZero());
        boolean stillWaiting = !answer.isDone();
        String location = TestBrowser.location(answer.join());
        Duration waited = Duration.ofNanos(System.nanoTime() - asked);

        assertThat(stillWaiting).isTrue();
        assertThat(location).startsWith("/logout/receipt/");
        // Far from the minute that an attempt may take here; how near to a second is for the benchmark to say.
        assertThat(waited).isBetween(Duration.ofMillis(900), Duration.ofSeconds(20));
    }

    @Test
    @DisplayName("Invariant 4, BCL-39: in whichever way a session ends, its apps are told")
    void every_way_out_tells_the_apps() {
        List<BiConsumer<TestBrowser, Tokens>> ways = List.of(
                (alice, _) -> alice.send("POST", "/api/auth/logout"),
                (alice, _) -> alice.send("DELETE", "/api/auth/sessions"),
                (alice, tokens) -> alice.send("DELETE", "/api/auth/sessions/" + tokens.sid()),
                (_, _) -> TestBrowser.signedIn(server, "alice").send("DELETE", "/api/auth/sessions?scope=others"),
                (alice, tokens) -> byForm(alice, "/devices/sign-out", tokens.sid()),
                (alice, _) -> byForm(alice, "/devices/sign-out-everywhere", ""),
                (_, _) -> byForm(TestBrowser.signedIn(server, "alice"), "/devices/sign-out-others", ""),
                (_, tokens) -> new TestBrowser(server)
                        .send("POST", "/login/refresh/invalidate", "Authorization", "Bearer " + tokens.access()));

        for (BiConsumer<TestBrowser, Tokens> way : ways) {
            var alice = TestBrowser.signedIn(server, "alice");
            Tokens tokens = TestClient.SHOP.tokens(server, alice);

            way.accept(alice, tokens);

            assertThat(alice.isSignedIn()).as("way %d", ways.indexOf(way)).isFalse();
            awaitState(tokens.sid(), "shop", NotificationState.ACKNOWLEDGED);
        }
    }

    private static void byForm(TestBrowser browser, String action, String session) {
        String csrf = TestBrowser.hidden(browser.get("/devices"), "_csrf");
        browser.post(action, Map.of("_csrf", csrf, "session", session));
    }

    @Test
    @DisplayName("Invariant 4: given up only when the app's own session is over, and the operator sees why")
    void given_up_when_nothing_is_left_to_tell() {
        server.close();
        server = start(databaseUrl, "--exeunt.clients.shop.session-lifetime=10m");
        shop.behave(TestBackChannel.answering(503));
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);

        alice.get("/logout?client_id=shop");
        awaitAttempts(tokens.sid(), "shop", 1);
        server.clock().setAheadBy(Duration.ofMinutes(11));

        awaitState(tokens.sid(), "shop", NotificationState.GAVE_UP);
        assertThat(notification(tokens.sid(), "shop").lastError()).contains("status 503");
    }

    @Test
    @DisplayName("Invariant 2: a logout that could not be committed owes nothing and tells nobody")
    void a_rolled_back_logout_creates_no_notification() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);
        server.faults().failAtCommit();

        assertThat(alice.get("/logout?client_id=shop").statusCode()).isGreaterThanOrEqualTo(500);

        assertThat(server.faults().heal()).isTrue();
        assertThat(notifications(tokens.sid())).isEmpty();
        assertThat(alice.isSignedIn()).isTrue();
        alice.get("/logout?client_id=shop");
        shop.received();
        assertThat(shop.waiting()).isZero();
    }

    @Test
    @DisplayName("RAC-12, CVE: what was owed when the server stopped is delivered by the next one")
    void pending_notifications_survive_a_restart() {
        shop.behaveOnce(shop.hanging());
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);
        alice.send("DELETE", "/session?client_id=shop", "Origin", "http://localhost:8080");
        shop.received();
        server.close();

        server = start(databaseUrl);
        server.clock().setAheadBy(Duration.ofSeconds(71));

        assertThat(shop.received().claims()).containsEntry("sid", tokens.sid());
        awaitState(tokens.sid(), "shop", NotificationState.ACKNOWLEDGED);
    }

    @Test
    @DisplayName("BCL-25: who took part in a session is known after a restart")
    void participants_are_known_after_a_restart() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);
        server.close();

        server = start(databaseUrl);
        alice.copyFor(server).get("/logout?client_id=shop");

        assertThat(shop.received().claims()).containsEntry("sid", tokens.sid());
    }

    @Test
    @DisplayName("BCL-32: an answer without content is an acknowledgement, and the app is not told again")
    void an_empty_answer_is_an_acknowledgement() {
        shop.behaveOnce(TestBackChannel.answering(204));
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);

        alice.get("/logout?client_id=shop");

        shop.received();
        awaitState(tokens.sid(), "shop", NotificationState.ACKNOWLEDGED);
        server.clock().setAheadBy(Duration.ofMinutes(10));
        assertThat(notification(tokens.sid(), "shop").attempts()).isEqualTo(1);
        assertThat(shop.waiting()).isZero();
    }

    @Test
    @DisplayName("BCL-42: an internal address is not called, whatever name leads there, unless configuration allows it")
    void an_internal_address_is_not_called() {
        server.close();
        server = start(
                databaseUrl,
                "--exeunt.notifications.allowed-addresses=10.0.0.0/8",
                "--exeunt.clients.news.back-channel-logout-uri=" + news.uri("/").replace("127.0.0.1", "localhost"));
        var alice = TestBrowser.signedIn(server, "alice");
        String sid = TestClient.SHOP.tokens(server, alice).sid();
        TestClient.NEWS.tokens(server, alice);

        alice.get("/logout?client_id=shop");
        awaitAttempts(sid, "shop", 1);
        awaitAttempts(sid, "news", 1);

        assertThat(notification(sid, "shop").lastError().orElse("")).contains("internal address");
        assertThat(notification(sid, "news").lastError().orElse("")).contains("internal address");
        assertThat(shop.waiting() + news.waiting()).isZero();
    }

    private boolean isNoClaim(LogoutNotification waiting) {
        return waiting.dueAt().orElseThrow().isBefore(server.clock().instant().plusSeconds(30));
    }

    private static long seconds(Map<String, Object> claims, String name) {
        return ((Number) claims.getOrDefault(name, 0)).longValue();
    }

    private List<LogoutNotification> notifications(String sid) {
        return server.bean(LogoutNotifications.class).of(new Sid(sid));
    }

    private LogoutNotification notification(String sid, String client) {
        return notifications(sid).stream()
                .filter(notification -> notification.client().value().equals(client))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing is owed to " + client));
    }

    private void awaitState(String sid, String client, NotificationState state) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(notification(sid, client).state()).isEqualTo(state));
    }

    /** Until the last attempt has failed, and the next one is not due. */
    private void awaitWaiting(String sid) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            LogoutNotification now = notification(sid, "shop");
            Duration wait =
                    Duration.between(server.clock().instant(), now.dueAt().orElseThrow());
            assertThat(now.lastError()).isPresent();
            assertThat(wait).isPositive();
            // A claim lasts for the time limit of an attempt and ten seconds, and no step is like that.
            assertThat(wait.toSeconds()).matches(seconds -> seconds <= 60 || seconds > 70);
        });
    }

    /** Until so many attempts have failed. */
    private void awaitAttempts(String sid, String client, int attempts) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            LogoutNotification now = notification(sid, client);
            assertThat(now.attempts()).isEqualTo(attempts);
            assertThat(now.lastError()).isPresent();
            assertThat(now.state()).isEqualTo(NotificationState.PENDING);
            assertThat(attempts == 1 || isNoClaim(now)).isTrue();
        });
    }
}
