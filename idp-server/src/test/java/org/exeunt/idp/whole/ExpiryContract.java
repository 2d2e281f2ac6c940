package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What time does to sessions, tokens, hints and questions. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ExpiryContract {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final TestDatabase database;
    private RunningServer server;

    @SuppressWarnings("NullAway.Init")
    ExpiryContract(TestDatabase database) {
        this.database = database;
    }

    @BeforeAll
    void start() {
        server = RunningServer.start(database.freshUrl());
    }

    @BeforeEach
    void setTheClock() {
        server.clock().setAheadBy(Duration.ZERO);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    @DisplayName("SEC-22: a session lasts twelve hours, and after it nothing can be got from it")
    void a_session_lasts_twelve_hours() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);
        String code = TestClient.NEWS.code(alice, "openid");

        server.clock().setAheadBy(Duration.ofHours(12).minus(A_MINUTE));
        boolean shortlyBefore = alice.isSignedIn();
        server.clock().setAheadBy(Duration.ofHours(12).plus(A_MINUTE));

        assertThat(shortlyBefore).isTrue();
        assertThat(alice.isSignedIn()).isFalse();
        assertThat(TestClient.SHOP.refresh(server, tokens.refresh()).statusCode())
                .isEqualTo(400);
        assertThat(TestClient.NEWS.redeem(server, code).statusCode()).isEqualTo(400);
        assertThat(alice.get("/session?client_id=shop", "Origin", TestClient.SHOP.origin())
                        .body())
                .contains("\"session\":null");
    }

    @Test
    @DisplayName("RPI-11, RPI-41, LEG-17: who signs out of an expired session is sent on as if it had lived")
    void an_expired_session_can_be_signed_out_of() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);

        server.clock().setAheadBy(Duration.ofDays(3));
        HttpResponse<String> byHint = alice.get("/connect/logout?id_token_hint=" + tokens.id()
                + "&post_logout_redirect_uri=" + TestClient.SHOP.signedOut());
        HttpResponse<String> byClient = alice.get("/logout?client_id=shop&redirect_uri=" + TestClient.SHOP.signedOut());
        HttpResponse<String> byScript = TestClient.SHOP.sdkLogout(alice);

        assertThat(TestBrowser.location(byHint)).isEqualTo(TestClient.SHOP.signedOut());
        assertThat(TestBrowser.location(byClient)).isEqualTo(TestClient.SHOP.signedOut());
        assertThat(byScript.body()).contains("\"ended\":false");
    }

    @Test
    @DisplayName("CVE-15: a sign-in after an expired session starts a new one")
    void a_sign_in_after_an_expired_session_starts_a_new_one() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens before = TestClient.SHOP.tokens(server, alice);

        server.clock().setAheadBy(Duration.ofHours(13));
        alice.signIn("alice");
        Tokens after = TestClient.SHOP.tokens(server, alice);

        assertThat(after.sid()).isNotEqualTo(before.sid());
        assertThat(TestClient.isAccepted(server, before.access())).isFalse();
    }

    @Test
    @DisplayName("INT-06, LEG-23, REV-10: an access token lasts five minutes, and giving it back late is no harm")
    void an_access_token_lasts_five_minutes() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);

        server.clock().setAheadBy(Duration.ofMinutes(4));
        boolean shortlyBefore = TestClient.isAccepted(server, tokens.access());
        server.clock().setAheadBy(Duration.ofMinutes(6));
        boolean shortlyAfter = TestClient.isAccepted(server, tokens.access());
        HttpResponse<String> apiLogout =
                new TestBrowser(server).get("/api/2/logout", "Authorization", "Bearer " + tokens.access());
        HttpResponse<String> introspected = TestClient.SHOP.introspect(server, tokens.access());
        Tokens refreshed = Tokens.of(TestClient.SHOP.refresh(server, tokens.refresh()));
        HttpResponse<String> revoked = TestClient.SHOP.revoke(server, tokens.access());

        assertThat(shortlyBefore).isTrue();
        assertThat(shortlyAfter).isFalse();
        assertThat(apiLogout.statusCode()).isEqualTo(401);
        assertThat(TestClient.json(introspected)).containsOnlyKeys("active").containsEntry("active", false);
        assertThat(revoked.statusCode()).isEqualTo(200);
        assertThat(TestClient.SHOP.refresh(server, refreshed.refresh()).statusCode())
                .as("an expired access token still names its authorization")
                .isEqualTo(400);
    }

    @Test
    @DisplayName("RAC-14: a code lasts a minute and a refresh token thirty days, also offline")
    void codes_and_refresh_tokens_run_out() {
        server.clock().setAheadBy(Duration.ofDays(-31));
        var monthAgo = TestBrowser.signedIn(server, "alice");
        Tokens offline = TestClient.MOBILE.tokens(server, monthAgo, "openid offline_access");
        server.clock().setAheadBy(Duration.ZERO);

        HttpResponse<String> tooLate = TestClient.MOBILE.refresh(server, offline.refresh());

        assertThat(tooLate.statusCode()).isEqualTo(400);
        assertThat(TestClient.json(tooLate, "error")).isEqualTo("invalid_grant");
    }

    @Test
    @DisplayName("RPI-14, RPI-17: a question can be answered an hour later, and not the day after")
    void a_question_can_be_answered_an_hour_later() {
        var alice = TestBrowser.signedIn(server, "alice");
        server.clock().setAheadBy(Duration.ofHours(-3));
        String asked = TestBrowser.hidden(alice.get("/connect/logout"), "confirmation");
        String forgotten = TestBrowser.hidden(alice.get("/connect/logout"), "confirmation");

        server.clock().setAheadBy(Duration.ofHours(22));
        var bob = TestBrowser.signedIn(server, "bob");
        HttpResponse<String> dayAfter = alice.copyFor(server).post("/logout/confirmation", yes(forgotten));
        HttpResponse<String> ofAnother = bob.post("/logout/confirmation", yes(forgotten));
        server.clock().setAheadBy(Duration.ofHours(-2));
        HttpResponse<String> hourLater = alice.post("/logout/confirmation", yes(asked));

        assertThat(TestBrowser.location(dayAfter)).isEmpty();
        assertThat(ofAnother.statusCode()).isEqualTo(400);
        assertThat(bob.get("/").body()).contains("Bob Brown");
        assertThat(hourLater.statusCode()).isEqualTo(200);
        assertThat(alice.isSignedIn()).isFalse();
    }

    private static String yes(String confirmation) {
        return "answer=sign-out&confirmation=" + confirmation;
    }
}
