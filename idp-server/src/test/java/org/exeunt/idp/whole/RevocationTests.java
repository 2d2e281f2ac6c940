package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Revocation (RFC 7009) and introspection (RFC 7662), as a client's machine meets them. */
@OnEachDatabase
class RevocationTests {

    private final RunningServer server;

    RevocationTests(TestDatabase database) {
        server = RunningServer.shared(database);
    }

    @Test
    @DisplayName("REV-01, REV-21, REV-25, REV-29, INT-10, INT-11: what a revocation must not look like")
    void a_revocation_takes_one_token_in_the_body_and_reveals_nothing() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);
        var machine = new TestBrowser(server);
        String shop = TestClient.SHOP.basic();
        String token = "token=" + tokens.refresh();

        HttpResponse<String> twice = machine.post("/oauth2/revoke", token + "&" + token, "Authorization", shop);
        HttpResponse<String> inTheAddress = machine.post("/oauth2/revoke?" + token, "", "Authorization", shop);
        HttpResponse<String> wrongSecret =
                machine.post("/oauth2/revoke", token + "&client_id=shop&client_secret=wrong");
        HttpResponse<String> wrongSecretAndToken =
                machine.post("/oauth2/revoke", "token=x&client_id=shop&client_secret=wrong");
        HttpResponse<String> introspectionByGet = machine.get("/oauth2/introspect?" + token, "Authorization", shop);
        HttpResponse<String> head = machine.send("HEAD", "/api/2/logout?oauth_token=" + tokens.access());

        assertThat(twice.statusCode()).isEqualTo(400);
        assertThat(inTheAddress.statusCode()).isEqualTo(400);
        assertThat(wrongSecret.statusCode()).isEqualTo(401);
        assertThat(TestBrowser.header(wrongSecret, "Content-Type")).startsWith("application/json");
        assertThat(wrongSecret.body()).isEqualTo(wrongSecretAndToken.body());
        assertThat(introspectionByGet.statusCode()).isGreaterThanOrEqualTo(300);
        assertThat(head.statusCode()).isEqualTo(405);
        assertThat(TestClient.isAccepted(server, tokens.access())).isTrue();
    }

    @Test
    @DisplayName(
            "A token of a session past its limit that is revoked stays so, though a slower clock puts the limit off")
    void a_revocation_outlasts_a_clock_that_is_behind() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);
        Tokens others = TestClient.NEWS.tokens(server, alice);

        server.clock().setAheadBy(Duration.ofHours(3));
        HttpResponse<String> revoked = TestClient.SHOP.revoke(server, tokens.access());
        server.clock().setAheadBy(Duration.ZERO);

        assertThat(revoked.statusCode()).isEqualTo(200);
        assertThat(TestClient.isAccepted(server, others.access())).isTrue();
        assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
    }

    @Test
    @DisplayName("What ended with its session is not revoked once more, and no event says so")
    void an_authorization_that_ended_with_its_session_is_not_revoked_again() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);
        Tokens used = TestClient.SHOP.tokens(server, alice);
        assertThat(TestClient.SHOP.refresh(server, used.refresh()).statusCode()).isEqualTo(200);
        alice.get("/logout?client_id=shop");

        for (String token : List.of(tokens.access(), tokens.refresh(), used.refresh())) {
            assertThat(TestClient.SHOP.revoke(server, token).statusCode()).isEqualTo(200);
        }
        assertThat(TestClient.SHOP.refresh(server, used.refresh()).statusCode()).isEqualTo(400);

        assertThat(server.jdbc()
                        .sql("select outcome from audit_event where sid = :sid and outcome <> 'signed_in'")
                        .param("sid", tokens.sid())
                        .query(String.class)
                        .list())
                .containsExactly("session_ended");
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_token", "refresh_token", "id_token", "foo_token"})
    @DisplayName("REV-08, REV-09, REV-13, REV-15: whatever the hint says, either token is found and ends both")
    void a_wrong_hint_does_not_hinder(String hint) {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens byAccess = TestClient.SHOP.tokens(server, alice);
        Tokens byRefresh = TestClient.SHOP.tokens(server, alice);

        for (String token : List.of(byAccess.access(), byRefresh.refresh())) {
            var answer =
                    TestClient.SHOP.call(server, "/oauth2/revoke", Map.of("token", token, "token_type_hint", hint));
            assertThat(answer.statusCode()).isEqualTo(200);
        }

        for (Tokens tokens : List.of(byAccess, byRefresh)) {
            assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
            assertThat(TestClient.SHOP.introspects(server, tokens.refresh())).isFalse();
            assertThat(TestClient.SHOP.refresh(server, tokens.refresh()).statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    @DisplayName("REV-06, REV-07, REV-10, REV-15, REV-19: every success looks the same, whatever the value was")
    void every_success_looks_the_same() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens shop = TestClient.SHOP.tokens(server, alice);
        Tokens gone = TestClient.SHOP.tokens(server, alice);
        String code = TestClient.SHOP.code(alice);

        var answers = List.of(
                TestClient.SHOP.revoke(server, gone.refresh()),
                TestClient.SHOP.revoke(server, gone.refresh()),
                TestClient.SHOP.revoke(server, gone.access()),
                TestClient.SHOP.revoke(server, "garbage"),
                TestClient.SHOP.revoke(server, "ey.J\u0001\u00e9.x"),
                TestClient.SHOP.revoke(server, shop.id()),
                TestClient.SHOP.revoke(server, code),
                TestClient.NEWS.revoke(server, shop.refresh()),
                TestClient.MOBILE.revoke(server, shop.access()));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEmpty();
            assertThat(TestBrowser.header(answer, "Cache-Control")).contains("no-store");
        });
        assertThat(TestClient.isAccepted(server, shop.access())).isTrue();
        assertThat(TestClient.isOk(TestClient.SHOP.refresh(server, shop.refresh())))
                .isTrue();
        assertThat(TestClient.isOk(TestClient.SHOP.redeem(server, code))).isTrue();
    }

    @Test
    @DisplayName(
            "REV-05, REV-16, REV-26: who is not who it says it is revokes nothing, and is told so in OAuth's words")
    void failed_client_authentication_revokes_nothing() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens shop = TestClient.SHOP.tokens(server, alice);
        var machine = new TestBrowser(server);
        String token = "token=" + shop.refresh();

        var wrongBasic = machine.post("/oauth2/revoke", token, "Authorization", "Basic c2hvcDp3cm9uZw==");
        var twoMethods = machine.post(
                "/oauth2/revoke",
                token + "&client_id=news&client_secret=" + TestClient.NEWS.secret(),
                "Authorization",
                TestClient.SHOP.basic());
        var noToken = machine.post("/oauth2/revoke", "", "Authorization", TestClient.SHOP.basic());

        assertThat(wrongBasic.statusCode()).isEqualTo(401);
        assertThat(TestClient.json(wrongBasic)).containsEntry("error", "invalid_client");
        assertThat(twoMethods.statusCode()).isEqualTo(400);
        assertThat(noToken.statusCode()).isEqualTo(400);
        assertThat(TestClient.json(noToken)).containsEntry("error", "invalid_request");
        assertThat(List.of(wrongBasic, twoMethods, noToken))
                .allSatisfy(answer ->
                        assertThat(TestBrowser.header(answer, "Content-Type")).startsWith("application/json"));
        assertThat(TestClient.isAccepted(server, shop.access())).isTrue();
        assertThat(TestClient.isOk(TestClient.SHOP.refresh(server, shop.refresh())))
                .isTrue();
    }

    @Test
    @DisplayName("REV-22, REV-24: scripts of other sites and script tags get nothing from it")
    void scripts_of_other_sites_get_nothing() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens shop = TestClient.SHOP.tokens(server, alice);
        var browser = new TestBrowser(server);

        var preflight = browser.send(
                "OPTIONS",
                "/oauth2/revoke",
                "Origin",
                TestClient.SHOP.origin(),
                "Access-Control-Request-Method",
                "POST");
        var jsonp = browser.get("/oauth2/revoke?token=" + shop.access() + "&callback=alert(1)//");

        assertThat(TestBrowser.header(preflight, "Access-Control-Allow-Origin")).isEmpty();
        assertThat(TestBrowser.header(preflight, "Access-Control-Allow-Credentials"))
                .isEmpty();
        assertThat(jsonp.statusCode()).isGreaterThanOrEqualTo(300);
        assertThat(jsonp.body()).doesNotContain("alert(1)");
        assertThat(TestClient.isAccepted(server, shop.access())).isTrue();
    }

    @Test
    @DisplayName("REV-20: a token cannot be guessed: 256 bits, none like another")
    void a_token_cannot_be_guessed() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens one = TestClient.SHOP.tokens(server, alice);
        Tokens other = TestClient.SHOP.tokens(server, alice);

        assertThat(List.of(one.access(), one.refresh(), other.access(), other.refresh()))
                .doesNotHaveDuplicates()
                .allSatisfy(token ->
                        assertThat(Base64.getUrlDecoder().decode(token)).hasSizeGreaterThanOrEqualTo(32));
    }

    @Test
    @DisplayName("REV-14, RAC-08: a rotated refresh token that is used again ends the authorization, without grace")
    void a_rotated_refresh_token_that_is_used_again_ends_the_authorization() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens first = TestClient.MOBILE.tokens(server, alice, "openid offline_access");
        Tokens second = Tokens.of(TestClient.MOBILE.refresh(server, first.refresh()));

        var again = TestClient.MOBILE.refresh(server, first.refresh());

        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(TestClient.json(again)).containsEntry("error", "invalid_grant");
        assertThat(TestClient.isAccepted(server, second.access())).isFalse();
        assertThat(TestClient.MOBILE.refresh(server, second.refresh()).statusCode())
                .isEqualTo(400);
        assertThat(alice.isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("REV-27: nothing can be made from a token that would outlive it: no exchange, no pushed requests")
    void nothing_can_be_made_from_a_token_that_would_outlive_it() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens shop = TestClient.SHOP.tokens(server, alice);

        var exchange = TestClient.SHOP.call(
                server,
                "/oauth2/token",
                Map.of(
                        "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
                        "subject_token", shop.access(),
                        "subject_token_type", "urn:ietf:params:oauth:token-type:access_token"));
        var pushed = TestClient.SHOP.call(server, "/oauth2/par", TestClient.SHOP.authorizationRequest());

        assertThat(exchange.statusCode()).isEqualTo(400);
        assertThat(TestClient.json(exchange).get("error")).isIn("unauthorized_client", "unsupported_grant_type");
        assertThat(pushed.body()).doesNotContain("request_uri");
        assertThat(pushed.statusCode()).isGreaterThanOrEqualTo(400);
    }
}
