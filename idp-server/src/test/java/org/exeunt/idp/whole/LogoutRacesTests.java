package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.exeunt.idp.notification.LogoutNotifications;
import org.exeunt.idp.notification.NotificationState;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.whole.TestBackChannel.Received;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The promise under fire: whatever a logout meets, once it was answered nothing of the session is accepted or comes into being. */
@Tag("fire")
@OnEachDatabase
class LogoutRacesTests {

    private final RunningServer server;

    LogoutRacesTests(TestDatabase database) {
        server = RunningServer.forRaces(database, TestBackChannel.OF_RACES);
    }

    @Test
    @DisplayName("Invariant 1, RAC-04: by every way in at once, twice each, a session ends once")
    void by_every_way_in_at_once_a_session_ends_once() {
        Repeat.run(_ -> {
            var alice = TestBrowser.signedIn(server, "alice");
            Tokens shop = TestClient.SHOP.tokens(server, alice);
            List<Callable<HttpResponse<String>>> logouts = new ArrayList<>();
            for (WayIn wayIn : WayIn.values()) {
                logouts.add(wayIn.prepare(alice.copyFor(server), shop));
                logouts.add(wayIn.prepare(alice.copyFor(server), shop));
            }
            long before = endedSessions();

            var answers = ConcurrentRequests.send(logouts);

            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.statusCode()).isLessThan(400));
            assertThat(answers.stream().filter(WayIn::saysEnded)).hasSizeLessThanOrEqualTo(1);
            assertThat(endedSessions() - before).isEqualTo(1);
            assertThatNothingIsLeft(alice, shop);
        });
    }

    @Test
    @DisplayName("Invariant 1: of requests that tell what they ended exactly one tells so")
    void exactly_one_tells_that_it_ended_the_session() {
        Repeat.run(_ -> {
            var alice = TestBrowser.signedIn(server, "alice");
            Tokens shop = TestClient.SHOP.tokens(server, alice);
            List<Callable<HttpResponse<String>>> logouts = new ArrayList<>();
            for (WayIn wayIn : List.of(WayIn.REDIRECT, WayIn.HINT, WayIn.CONFIRMATION, WayIn.SCRIPT)) {
                logouts.add(wayIn.prepare(alice.copyFor(server), shop));
            }

            var answers = ConcurrentRequests.send(logouts);

            assertThat(answers.stream().filter(WayIn::saysEnded)).hasSize(1);
            assertThatNothingIsLeft(alice, shop);
        });
    }

    @Test
    @DisplayName("Invariant 3, RAC-07: a logout that meets a code exchange")
    void nothing_is_alive_after_a_logout_that_met_an_exchange() {
        Repeat.run(round -> {
            var alice = TestBrowser.signedIn(server, "alice");
            Tokens shop = TestClient.SHOP.tokens(server, alice);
            String code = TestClient.NEWS.code(alice);
            String offlineCode = TestClient.MOBILE.code(alice, "openid offline_access");

            var answers = ConcurrentRequests.send(List.of(
                    WayIn.of(round).prepare(alice, shop),
                    () -> TestClient.NEWS.redeem(server, code),
                    () -> TestClient.MOBILE.redeem(server, offlineCode)));

            assertThat(answers.getFirst().statusCode()).isLessThan(400);
            assertThatNothingLives(TestClient.NEWS, answers.get(1));
            assertThat(answers.get(2).statusCode())
                    .as("what was offline in time may live")
                    .isIn(200, 400);
            assertThat(TestClient.NEWS.redeem(server, code).statusCode()).isEqualTo(400);
            assertThatNothingIsLeft(alice, shop);
        });
    }

    @Test
    @DisplayName("Invariant 3, RAC-01, RAC-02: a logout that meets refreshes")
    void nothing_is_alive_after_a_logout_that_met_refreshes() {
        Repeat.run(round -> {
            var alice = TestBrowser.signedIn(server, "alice");
            Tokens shop = TestClient.SHOP.tokens(server, alice);
            Tokens news = TestClient.NEWS.tokens(server, alice);
            Tokens mobile = TestClient.MOBILE.tokens(server, alice);

            var answers = ConcurrentRequests.send(List.of(
                    WayIn.of(round).prepare(alice, shop),
                    () -> TestClient.SHOP.refresh(server, shop.refresh()),
                    () -> TestClient.NEWS.refresh(server, news.refresh()),
                    () -> TestClient.MOBILE.refresh(server, mobile.refresh())));

            assertThat(answers.getFirst().statusCode()).isLessThan(400);
            assertThatNothingLives(TestClient.SHOP, answers.get(1));
            assertThatNothingLives(TestClient.NEWS, answers.get(2));
            assertThatNothingLives(TestClient.MOBILE, answers.get(3));
            assertThatNothingIsLeft(alice, shop, news, mobile);
        });
    }

    @Test
    @DisplayName("Invariant 3: a logout that meets a client that is just joining the session")
    void nothing_is_alive_after_a_logout_that_met_a_new_client() {
        Repeat.run(round -> {
            var alice = TestBrowser.signedIn(server, "alice");
            Tokens shop = TestClient.SHOP.tokens(server, alice);
            var tab = alice.copyFor(server);

            var answers = ConcurrentRequests.send(List.of(
                    WayIn.of(round).prepare(alice, shop),
                    () -> join(tab, TestClient.NEWS),
                    () -> join(tab, TestClient.MOBILE)));

            assertThat(answers.getFirst().statusCode()).isLessThan(400);
            assertThatNothingLives(TestClient.NEWS, answers.get(1));
            assertThatNothingLives(TestClient.MOBILE, answers.get(2));
            assertThatNothingIsLeft(tab, shop);
        });
    }

    /** All the way from the authorization request to tokens, or as far as it goes. */
    private HttpResponse<String> join(TestBrowser browser, TestClient client) {
        var answer = browser.get(client.authorizationUrl("openid profile"));
        return TestBrowser.location(answer).contains("code=") ? client.redeem(server, TestClient.code(answer)) : answer;
    }

    /**
     * A sign-in changes the cookie. A logout that was sent before it and arrives after it brings a cookie that is nobody's:
     * it ends nothing and says so, and the sign-in counts.
     */
    @Test
    @DisplayName(
            "RAC-05: the same person signs in again in the same browser during a logout: one of them counts, entirely")
    void of_a_sign_in_and_a_logout_one_counts_entirely() {
        Repeat.run(round -> {
            var alice = TestBrowser.signedIn(server, "alice");
            Tokens shop = TestClient.SHOP.tokens(server, alice);
            var form = alice.signInForm("alice");
            var tab = alice.copyFor(server);
            var before = RemainingState.of(server.jdbc(), shop.sid());

            var answers = ConcurrentRequests.send(
                    List.of(WayIn.of(round).prepare(tab, shop), () -> alice.post("/login", form)));
            var undone = RemainingState.of(server.jdbc(), shop.sid());

            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.statusCode()).isLessThan(500));
            assertThat(undone).matches(left -> left.isNothing() || left.equals(before), "all of it or nothing");
            assertThat(tab.isSignedIn()).isFalse();
            if (undone.equals(before)) {
                assertThat(WayIn.saysEnded(answers.getFirst())).isFalse();
                assertThat(TestClient.SHOP.tokens(server, alice).sid()).isEqualTo(shop.sid());
                alice.get("/logout?client_id=shop");
            } else if (alice.isSignedIn()) {
                assertThat(TestClient.SHOP.tokens(server, alice).sid()).isNotEqualTo(shop.sid());
            }
            assertThatNothingIsLeftOf(shop);
        });
    }

    @Test
    @DisplayName("RAC-05, CVE-15: another person signs in while the former signs out: the new session is nobody else's")
    void a_sign_in_of_another_user_during_a_logout_is_theirs_or_fails() {
        Repeat.run(round -> {
            var browser = TestBrowser.signedIn(server, "alice");
            Tokens shop = TestClient.SHOP.tokens(server, browser);
            var bob = browser.signInForm("bob");
            var tab = browser.copyFor(server);

            var answers = ConcurrentRequests.send(
                    List.of(WayIn.of(round).prepare(tab, shop), () -> browser.post("/login", bob)));

            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.statusCode()).isLessThan(500));
            assertThatNothingIsLeftOf(shop);
            assertThat(browser.get("/").body()).doesNotContain("Alice Adams");
            assertThat(tab.get("/").body()).doesNotContain("Alice Adams");
        });
    }

    @Test
    @DisplayName(
            "Invariant 3, INT-06, REV-11: who asks all the time hears no yes after the logout, nor after the first no")
    void polling_never_shows_a_session_after_its_logout() {
        Repeat.run(round -> {
            var alice = TestBrowser.signedIn(server, "alice");
            Tokens shop = TestClient.SHOP.tokens(server, alice);
            Callable<HttpResponse<String>> logout = WayIn.of(round).prepare(alice, shop);
            var answered = new AtomicBoolean();

            ConcurrentRequests.send(List.of(
                    () -> {
                        var answer = logout.call();
                        answered.set(true);
                        return answer;
                    },
                    () -> ask(answered, () -> userinfo(shop), TestClient::isOk),
                    () -> ask(
                            answered,
                            () -> TestClient.SHOP.introspect(server, shop.access()),
                            answer -> answer.body().contains("true")),
                    () -> ask(
                            answered,
                            () -> TestClient.SHOP.introspect(server, shop.refresh()),
                            answer -> answer.body().contains("true"))));

            assertThatNothingIsLeft(alice, shop);
        });
    }

    /** Asks until the logout was answered and then once more; what began after the answer must be a no. */
    private static HttpResponse<String> ask(
            AtomicBoolean answered, Callable<HttpResponse<String>> question, Predicate<HttpResponse<String>> isYes)
            throws Exception {
        boolean saidNo = false;
        while (true) {
            boolean late = answered.get();
            HttpResponse<String> answer = question.call();
            assertThat(isYes.test(answer) && (late || saidNo)).as(answer.body()).isFalse();
            saidNo |= !isYes.test(answer);
            if (late) {
                return answer;
            }
        }
    }

    private HttpResponse<String> userinfo(Tokens tokens) {
        return new TestBrowser(server).get("/userinfo", "Authorization", "Bearer " + tokens.access());
    }

    @Test
    @DisplayName("RAC-04: two browsers sign out, each with the other's token, and neither waits for the other for ever")
    void two_logouts_that_name_each_others_tokens_both_succeed() {
        Repeat.run(_ -> {
            var laptop = TestBrowser.signedIn(server, "alice");
            var tablet = TestBrowser.signedIn(server, "alice");
            Tokens onLaptop = TestClient.SHOP.tokens(server, laptop);
            Tokens onTablet = TestClient.SHOP.tokens(server, tablet);

            var answers = ConcurrentRequests.send(List.of(
                    () -> laptop.get("/logout?client_id=shop&oauth_token=" + onTablet.access()),
                    () -> tablet.get("/logout?client_id=shop&oauth_token=" + onLaptop.access())));

            assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200);
            assertThatNothingIsLeft(laptop, onLaptop);
            assertThatNothingIsLeft(tablet, onTablet);
        });
    }

    @Test
    @DisplayName("RAC-01, RAC-02, RAC-09: everything that ends something at once, with refreshes and a new client")
    void everything_that_ends_something_at_once_leaves_nothing() {
        Repeat.run(round -> {
            var alice = TestBrowser.signedIn(server, "alice");
            Tokens shop = TestClient.SHOP.tokens(server, alice);
            Tokens news = TestClient.NEWS.tokens(server, alice);
            Tokens mobile = TestClient.MOBILE.tokens(server, alice);

            var answers = ConcurrentRequests.send(List.of(
                    WayIn.REDIRECT_WITH_TOKEN.prepare(alice.copyFor(server), shop),
                    WayIn.of(round).prepare(alice.copyFor(server), shop),
                    () -> TestClient.SHOP.revoke(server, shop.refresh()),
                    () -> TestClient.NEWS.revoke(server, news.access()),
                    () -> new TestBrowser(server).get("/api/2/logout?oauth_token=" + mobile.access()),
                    () -> TestClient.SHOP.refresh(server, shop.refresh()),
                    () -> TestClient.NEWS.refresh(server, news.refresh()),
                    () -> TestClient.MOBILE.refresh(server, mobile.refresh()),
                    () -> join(alice.copyFor(server), TestClient.NEWS)));

            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.statusCode()).isLessThan(500));
            assertThatNothingLives(TestClient.SHOP, answers.get(5));
            assertThatNothingLives(TestClient.NEWS, answers.get(6));
            assertThatNothingLives(TestClient.MOBILE, answers.get(7));
            assertThatNothingLives(TestClient.NEWS, answers.get(8));
            assertThatNothingIsLeft(alice, shop, news, mobile);
        });
    }

    private void assertThatNothingIsLeft(TestBrowser browser, Tokens... tokens) {
        assertThatNothingIsLeftOf(tokens);
        assertThat(browser.isSignedIn()).isFalse();
    }

    private void assertThatNothingIsLeftOf(Tokens... tokens) {
        RemainingState.assertNothing(server.jdbc(), tokens[0].sid());
        assertThatEachAppIsToldOnce(new Sid(tokens[0].sid()));
        for (Tokens some : tokens) {
            assertThat(TestClient.isAccepted(server, some.access())).isFalse();
        }
    }

    private void assertThatEachAppIsToldOnce(Sid sid) {
        var notifications = server.bean(LogoutNotifications.class);
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> notifications.of(sid).stream()
                        .allMatch(owed -> owed.state() == NotificationState.ACKNOWLEDGED));
        assertThat(TestBackChannel.OF_RACES.takeAllAbout(sid.value()))
                .extracting(Received::target)
                .containsExactlyInAnyOrderElementsOf(notifications.of(sid).stream()
                        .map(owed -> "/" + owed.client().value())
                        .toList())
                .contains("/shop");
    }

    private void assertThatNothingLives(TestClient client, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isLessThan(500);
        if (TestClient.isOk(answer) && answer.body().contains("access_token")) {
            Tokens tokens = Tokens.of(answer);
            assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
            assertThat(client.refresh(server, tokens.refresh()).statusCode()).isEqualTo(400);
        }
    }

    private long endedSessions() {
        return server.jdbc()
                .sql("select count(*) from sso_session where ended_at is not null")
                .query(Long.class)
                .single();
    }
}
