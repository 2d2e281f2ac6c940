package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Logouts that meet each other, and sign-ins, in awkward ways. */
abstract class RacesContract {

    private static final int ROUNDS = 20;

    private final RunningServer server;

    RacesContract(TestDatabase database) {
        server = RunningServer.shared(database);
    }

    @Test
    @DisplayName("RAC-04: two browsers sign out, each with the other's token, and neither waits for the other for ever")
    void two_logouts_that_name_each_others_tokens_both_succeed() {
        for (int round = 0; round < ROUNDS; round++) {
            var laptop = TestBrowser.signedIn(server, "alice");
            var tablet = TestBrowser.signedIn(server, "alice");
            Tokens onLaptop = TestClient.SHOP.tokens(server, laptop);
            Tokens onTablet = TestClient.SHOP.tokens(server, tablet);

            var answers = Together.send(List.of(
                    () -> laptop.get("/logout?client_id=shop&oauth_token=" + onTablet.access()),
                    () -> tablet.get("/logout?client_id=shop&oauth_token=" + onLaptop.access())));

            assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200);
            assertThat(laptop.isSignedIn() || tablet.isSignedIn()).isFalse();
            assertThat(TestClient.isAccepted(server, onLaptop.access())).isFalse();
            assertThat(TestClient.isAccepted(server, onTablet.access())).isFalse();
        }
    }

    @Test
    @DisplayName(
            "RAC-01, RAC-02, RAC-09: every way to end something at once, with refreshes, leaves nothing and breaks nothing")
    void every_way_to_end_something_at_once_leaves_nothing() {
        for (int round = 0; round < ROUNDS; round++) {
            var alice = TestBrowser.signedIn(server, "alice");
            Tokens shop = TestClient.SHOP.tokens(server, alice);
            Tokens news = TestClient.NEWS.tokens(server, alice);
            Tokens mobile = TestClient.MOBILE.tokens(server, alice);

            var answers = Together.send(List.of(
                    () -> alice.get("/logout?client_id=shop&oauth_token=" + shop.access()),
                    () -> TestClient.SHOP.sdkLogout(alice),
                    () -> TestClient.SHOP.revoke(server, shop.refresh()),
                    () -> TestClient.NEWS.revoke(server, news.access()),
                    () -> new TestBrowser(server).get("/api/2/logout?oauth_token=" + mobile.access()),
                    () -> TestClient.SHOP.refresh(server, shop.refresh()),
                    () -> TestClient.NEWS.refresh(server, news.refresh()),
                    () -> TestClient.MOBILE.refresh(server, mobile.refresh()),
                    () -> alice.get(TestClient.NEWS.authorizationUrl("openid"))));

            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.statusCode()).isLessThan(500));
            assertThat(alice.isSignedIn()).isFalse();
            for (Tokens tokens : List.of(shop, news, mobile)) {
                assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
            }
            assertThatNothingCameOf(TestClient.SHOP, answers.get(5));
            assertThatNothingCameOf(TestClient.NEWS, answers.get(6));
            assertThatNothingCameOf(TestClient.MOBILE, answers.get(7));
            if (TestBrowser.location(answers.get(8)).contains("code=")) {
                assertThat(TestClient.NEWS
                                .redeem(server, TestClient.code(answers.get(8)))
                                .statusCode())
                        .isEqualTo(400);
            }
        }
    }

    @Test
    @DisplayName("RAC-05, CVE-15: another person signs in while the former signs out: the new session is nobody else's")
    void a_sign_in_that_meets_a_logout_is_the_new_persons_or_nobodys() {
        for (int round = 0; round < ROUNDS; round++) {
            var browser = TestBrowser.signedIn(server, "alice");
            Tokens alices = TestClient.SHOP.tokens(server, browser);
            var bob = browser.signInForm("bob");
            var tab = browser.copyFor(server);

            var answers =
                    Together.send(List.of(() -> browser.post("/login", bob), () -> tab.get("/logout?client_id=shop")));

            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.statusCode()).isLessThan(500));
            assertThat(browser.get("/").body()).doesNotContain("Alice Adams");
            assertThat(tab.get("/").body()).doesNotContain("Alice Adams");
            assertThat(TestClient.isAccepted(server, alices.access())).isFalse();
        }
    }

    @Test
    @DisplayName("RAC-03, COK-05: pages that were loading during a logout do not bring the session back")
    void pages_that_were_loading_do_not_bring_the_session_back() {
        for (int round = 0; round < ROUNDS; round++) {
            var alice = TestBrowser.signedIn(server, "alice");
            var thief = alice.copyFor(server);

            var answers = Together.send(List.of(
                    () -> alice.get("/"),
                    () -> alice.get("/activate"),
                    () -> alice.get("/logout?client_id=shop"),
                    () -> alice.get("/login"),
                    () -> alice.get("/session?client_id=shop", "Origin", "http://localhost:8080")));

            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.statusCode()).isLessThan(500));
            assertThat(alice.isSignedIn()).isFalse();
            assertThat(thief.isSignedIn()).isFalse();
        }
    }

    @Test
    @DisplayName("SEC-14: of pages that open at once every form works")
    void of_pages_that_open_at_once_every_form_works() {
        for (int round = 0; round < ROUNDS; round++) {
            var alice = TestBrowser.signedIn(server, "alice");

            var pages = Together.send(
                    List.of(() -> alice.get("/activate"), () -> alice.get("/activate"), () -> alice.get("/activate")));

            assertThat(pages).allSatisfy(page -> {
                String csrf = TestBrowser.hidden(page, "_csrf");
                HttpResponse<String> answer =
                        alice.post("/oauth2/device_verification", "user_code=BCDF-GHJK&_csrf=" + csrf);
                assertThat(TestBrowser.location(answer)).contains("failure=unknown-code");
            });
        }
    }

    @Test
    @DisplayName("RPI-53: a double click on yes ends the session once and looks like one click")
    void a_double_click_on_yes_looks_like_one() {
        for (int round = 0; round < ROUNDS; round++) {
            var alice = TestBrowser.signedIn(server, "alice");
            String confirmation = TestBrowser.hidden(alice.get("/connect/logout"), "confirmation");
            String yes = "answer=sign-out&confirmation=" + confirmation;

            var answers = Together.send(List.of(
                    () -> alice.post("/logout/confirmation", yes), () -> alice.post("/logout/confirmation", yes)));

            assertThat(answers)
                    .extracting(HttpResponse::statusCode)
                    .contains(200)
                    .allMatch(status -> status < 500);
            assertThat(alice.isSignedIn()).isFalse();
        }
    }

    private void assertThatNothingCameOf(TestClient client, HttpResponse<String> answer) {
        if (TestClient.isOk(answer)) {
            Tokens tokens = Tokens.of(answer);
            assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
            assertThat(client.refresh(server, tokens.refresh()).statusCode()).isEqualTo(400);
        }
    }
}
