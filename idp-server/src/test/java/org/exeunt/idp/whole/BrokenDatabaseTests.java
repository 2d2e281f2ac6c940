package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The database breaks once during a request: at its first statement, at its second, … and at the commit. Whatever was
 * asked for has then happened entirely or not at all, the answer says so, and asking again works.
 */
@TestInstance(Lifecycle.PER_CLASS)
@OnEachDatabase
class BrokenDatabaseTests {

    private static final int COMMIT = 0;

    @Parameter
    private TestDatabase database;

    private RunningServer server;
    private Duration ahead = Duration.ZERO;

    @BeforeParameterizedClassInvocation
    void start() {
        ahead = Duration.ZERO;
        server = RunningServer.start(database.freshUrl());
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
    }

    /** Ways in that end the session. */
    enum WayIn {
        REDIRECT,
        REDIRECT_WITH_TARGET,
        SCRIPT;

        HttpResponse<String> logout(TestBrowser browser) {
            return switch (this) {
                case REDIRECT -> browser.get("/logout?client_id=shop");
                case REDIRECT_WITH_TARGET ->
                    browser.get("/logout?client_id=shop&redirect_uri=" + TestClient.SHOP.signedOut());
                case SCRIPT -> TestClient.SHOP.sdkLogout(browser);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("Invariant 2, REV-17, REV-18, CVE-46, CVE-51: a logout happens entirely or not at all, and says which")
    void a_logout_happens_entirely_or_not_at_all(WayIn wayIn) {
        int step = COMMIT;
        boolean broke = true;

        while (broke) {
            var alice = TestBrowser.signedIn(server, "alice");
            Tokens shop = TestClient.SHOP.tokens(server, alice);
            Tokens news = TestClient.NEWS.tokens(server, alice);
            learnWhichPagesMayAsk(alice);
            breakAt(step);
            HttpResponse<String> answer = wayIn.logout(alice);
            broke = server.faults().heal();

            boolean signedIn = alice.isSignedIn();
            assertThat(TestClient.isAccepted(server, shop.access()))
                    .as("step " + step)
                    .isEqualTo(signedIn);
            assertThat(TestClient.isAccepted(server, news.access()))
                    .as("step " + step)
                    .isEqualTo(signedIn);
            assertThat(signedIn && claimsSuccess(answer))
                    .as("step " + step + ": " + answer)
                    .isFalse();
            assertThat(answer.body()).doesNotContain("the database broke", "SQLException", "org.exeunt");
            assertMayBeReadByAScript(answer, wayIn == WayIn.SCRIPT);
            if (broke && signedIn) {
                assertThat(answer.statusCode()).as("step " + step).isEqualTo(503);
                assertThat(claimsSuccess(wayIn.logout(alice)))
                        .as("repeated after step " + step)
                        .isTrue();
            }
            assertThat(alice.isSignedIn()).isFalse();
            step++;
        }
        assertThat(step).as("steps of a logout").isGreaterThan(3);
    }

    /** It is known for five seconds, whatever breaks then. */
    private void learnWhichPagesMayAsk(TestBrowser browser) {
        ahead = ahead.plusSeconds(6);
        server.clock().setAheadBy(ahead);
        browser.get("/session?client_id=shop", "Origin", TestClient.SHOP.origin());
    }

    private static void assertMayBeReadByAScript(HttpResponse<String> answer, boolean may) {
        assertThat(answer.headers().allValues("Access-Control-Allow-Origin"))
                .isEqualTo(may ? List.of(TestClient.SHOP.origin()) : List.of());
        assertThat(answer.headers().allValues("Access-Control-Allow-Credentials"))
                .isEqualTo(may ? List.of("true") : List.of());
        if (may) {
            assertThat(answer.headers().allValues("Vary")).containsOnlyOnce("Origin");
        }
    }

    private static boolean claimsSuccess(HttpResponse<String> answer) {
        return answer.statusCode() < 400;
    }

    @Test
    @DisplayName("REV-17, REV-18, INT-16, CVE-51: a revocation that broke is no success, and can be repeated")
    void a_revocation_that_broke_is_no_success() {
        int step = COMMIT;
        boolean broke = true;

        while (broke) {
            var alice = TestBrowser.signedIn(server, "alice");
            Tokens tokens = TestClient.SHOP.tokens(server, alice);
            breakAt(step);
            HttpResponse<String> answer = TestClient.SHOP.revoke(server, tokens.refresh());
            broke = server.faults().heal();

            boolean accepted = TestClient.isAccepted(server, tokens.access());
            assertThat(TestClient.isOk(answer))
                    .as("step " + step + ": " + answer)
                    .isEqualTo(!accepted);
            assertThat(TestClient.isOk(TestClient.SHOP.revoke(server, tokens.refresh())))
                    .isTrue();
            assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
            step++;
        }
        assertThat(step).as("steps of a revocation").isGreaterThan(3);
    }

    @Test
    @DisplayName("LEG-21, LEG-23: an API logout that broke does not say OK, nor that the token is invalid")
    void an_api_logout_that_broke_does_not_say_ok() {
        int step = COMMIT;
        boolean broke = true;

        while (broke) {
            var alice = TestBrowser.signedIn(server, "alice");
            Tokens tokens = TestClient.MOBILE.tokens(server, alice);
            String[] bearer = {"Authorization", "Bearer " + tokens.access()};
            breakAt(step);
            HttpResponse<String> answer = new TestBrowser(server).get("/api/2/logout", bearer);
            broke = server.faults().heal();

            if (broke) {
                assertThat(answer.statusCode())
                        .as("step " + step + ": " + answer)
                        .isEqualTo(503);
                assertThat(TestClient.isAccepted(server, tokens.access())).isTrue();
                assertThat(new TestBrowser(server).get("/api/2/logout", bearer).body())
                        .isEqualTo("\"OK\"");
            }
            assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
            step++;
        }
        assertThat(step).as("steps of an API logout").isGreaterThan(3);
    }

    @Test
    @DisplayName("RAC-01: an exchange that broke gives nothing and uses nothing up")
    void an_exchange_that_broke_uses_nothing_up() {
        int step = COMMIT;
        boolean broke = true;

        while (broke) {
            var alice = TestBrowser.signedIn(server, "alice");
            String code = TestClient.SHOP.code(alice, "openid");
            breakAt(step);
            HttpResponse<String> answer = TestClient.SHOP.redeem(server, code);
            broke = server.faults().heal();

            if (broke) {
                assertThat(answer.statusCode())
                        .as("step " + step + ": " + answer)
                        .isEqualTo(503);
                assertThat(answer.body()).doesNotContain("access_token");
                answer = TestClient.SHOP.redeem(server, code);
            }
            assertThat(Tokens.of(answer).access()).as("after step " + step).isNotBlank();
            step++;
        }
        assertThat(step).as("steps of an exchange").isGreaterThan(8);
    }

    @Test
    @DisplayName("RAC-01: a refresh that broke gives nothing, and the refresh token is still good")
    void a_refresh_that_broke_leaves_the_refresh_token_good() {
        int step = COMMIT;
        boolean broke = true;

        while (broke) {
            var alice = TestBrowser.signedIn(server, "alice");
            Tokens tokens = TestClient.SHOP.tokens(server, alice);
            breakAt(step);
            HttpResponse<String> answer = TestClient.SHOP.refresh(server, tokens.refresh());
            broke = server.faults().heal();

            if (broke) {
                assertThat(answer.statusCode())
                        .as("step " + step + ": " + answer)
                        .isEqualTo(503);
                answer = TestClient.SHOP.refresh(server, tokens.refresh());
            }
            assertThat(Tokens.of(answer).access()).as("after step " + step).isNotBlank();
            step++;
        }
        assertThat(step).as("steps of a refresh").isGreaterThan(8);
    }

    @Test
    @DisplayName("CVE-15: when another person's sign-in breaks, nobody is left with the other's session or tokens")
    void an_interrupted_user_switch_mixes_no_users_up() {
        int step = COMMIT;
        boolean broke = true;

        while (broke) {
            var browser = TestBrowser.signedIn(server, "alice");
            Tokens alices = TestClient.SHOP.tokens(server, browser);
            var bob = browser.signInForm("bob");
            breakAt(step);
            browser.post("/login", bob);
            broke = server.faults().heal();

            String home = browser.get("/").body();
            assertThat(home.contains("Alice Adams") && home.contains("Bob Brown"))
                    .isFalse();
            assertThat(TestClient.isAccepted(server, alices.access()))
                    .as("step " + step)
                    .isEqualTo(home.contains("Alice Adams"));
            step++;
        }
        assertThat(step).as("steps of a take-over").isGreaterThan(8);
    }

    private void breakAt(int step) {
        if (step == COMMIT) {
            server.faults().failAtCommit();
        } else {
            server.faults().failAtStatement(step);
        }
    }
}
