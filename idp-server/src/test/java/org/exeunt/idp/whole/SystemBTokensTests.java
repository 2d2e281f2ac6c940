package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** System B, a monitoring application: invalidation by token, and push tokens. */
@TestInstance(Lifecycle.PER_CLASS)
@OnEachDatabase
class SystemBTokensTests {

    private static final String PHONE = "fcm:dGhpcyBpcyBhIHBob25l/öö";

    @Parameter
    private TestDatabase database;

    private RunningServer server;

    @BeforeParameterizedClassInvocation
    void start() {
        server = RunningServer.start(
                database.freshUrl(),
                "--exeunt.clients.mobile.allowed-origins=https://monitor.example",
                "--exeunt.clients.sender.secret=sender-secret-only-for-this-test-01",
                "--exeunt.clients.sender.grant-types=client_credentials",
                "--exeunt.clients.sender.scopes=exeunt.push");
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
    }

    @Test
    @DisplayName(
            "System B: POST /login/refresh/invalidate ends the session of the token, the token and its refresh token")
    void invalidation_ends_session_and_tokens() {
        var alice = TestBrowser.signedIn(server, "alice");
        var elsewhere = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.MOBILE.tokens(server, alice, "openid offline_access");
        Tokens others = TestClient.SHOP.tokens(server, alice);

        HttpResponse<String> answer = invalidate(tokens.access());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"success\":true}");
        assertThat(alice.isSignedIn()).isFalse();
        assertThat(elsewhere.isSignedIn()).isTrue();
        for (Tokens dead : List.of(tokens, others)) {
            assertThat(TestClient.isAccepted(server, dead.access())).isFalse();
        }
        assertThat(TestClient.isOk(TestClient.MOBILE.refresh(server, tokens.refresh())))
                .as("offline access was meant, too")
                .isFalse();
        assertThat(server.column("sso_session", "end_reason")).contains("user_logout");
    }

    @Test
    @DisplayName("System B: after its session, the token of an app that may outlive it still ends itself")
    void invalidation_without_a_session_ends_the_tokens() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.MOBILE.tokens(server, alice, "openid offline_access");
        alice.get("/logout?client_id=shop");
        assertThat(TestClient.isAccepted(server, tokens.access())).isTrue();

        assertThat(invalidate(tokens.access()).statusCode()).isEqualTo(200);

        assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
        assertThat(TestClient.isOk(TestClient.MOBILE.refresh(server, tokens.refresh())))
                .isFalse();
    }

    @Test
    @DisplayName("System B, LEG-23: repeated, or with anything but a live access token, it is 401 and nothing ends")
    void anything_else_is_unauthorized() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.MOBILE.tokens(server, alice);
        var other = TestBrowser.signedIn(server, "alice");
        Tokens dead = TestClient.MOBILE.tokens(server, other);
        invalidate(dead.access());

        List<HttpResponse<String>> answers = List.of(
                invalidate(dead.access()),
                invalidate(tokens.refresh()),
                invalidate(tokens.id()),
                invalidate("nonsense"),
                alice.send("POST", "/login/refresh/invalidate"),
                alice.post("/login/refresh/invalidate", "access_token=" + tokens.access()));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("invalid_token");
        });
        assertThat(alice.isSignedIn()).isTrue();
        assertThat(TestClient.isAccepted(server, tokens.access())).isTrue();
        assertThat(alice.get("/login/refresh/invalidate").statusCode()).isEqualTo(405);
    }

    @Test
    @DisplayName("System B: scripts of a registered origin may call it with their token, and those of others may not")
    void cors_is_for_registered_origins() {
        for (String path : List.of("/login/refresh/invalidate", "/api/push-tokens")) {
            assertThat(preflight(path, "https://monitor.example")).isEqualTo("https://monitor.example");
            assertThat(preflight(path, "https://evil.example")).isEmpty();
        }
    }

    @Test
    @DisplayName("System B: a push token is registered, and invalidated singly, by the sign-in that it belongs to")
    void a_push_token_is_invalidated_singly() {
        Tokens tokens = TestClient.MOBILE.tokens(server, TestBrowser.signedIn(server, "alice"));
        Tokens others = TestClient.SHOP.tokens(server, TestBrowser.signedIn(server, "bob"));

        assertThat(push("POST", tokens.access(), PHONE)).isEqualTo(204);
        assertThat(push("POST", tokens.access(), PHONE)).as("again").isEqualTo(204);
        assertThat(push("POST", tokens.access(), "tablet")).isEqualTo(204);
        assertThat(push("DELETE", others.access(), PHONE)).isEqualTo(204);
        assertThat(rings(PHONE)).as("it is not the other's").isTrue();
        assertThat(push("DELETE", tokens.access(), PHONE)).isEqualTo(204);
        assertThat(push("DELETE", tokens.access(), PHONE)).as("again").isEqualTo(204);

        assertThat(rings(PHONE)).isFalse();
        assertThat(rings("tablet")).isTrue();
        assertThat(TestClient.isAccepted(server, tokens.access())).isTrue();
        assertThat(server.column("push_token", "hash"))
                .doesNotContain(PHONE, "tablet")
                .allSatisfy(hash -> assertThat(hash).hasSize(43));
    }

    @Test
    @DisplayName("System B: whatever ends the authorization or the session of a push token drops it, at that moment")
    void whatever_ends_the_sign_in_drops_the_push_token() {
        List<Ending> endings = List.of(
                (browser, tokens) -> invalidate(tokens.access()),
                (browser, tokens) -> TestClient.MOBILE.revoke(server, tokens.refresh()),
                (browser, tokens) ->
                        new TestBrowser(server).get("/api/2/logout", "Authorization", "Bearer " + tokens.access()),
                (browser, tokens) -> new TestBrowser(server)
                        .postJson("/auth/logout", "{\"refresh_token\":\"" + tokens.refresh() + "\"}"),
                (browser, tokens) -> browser.get("/logout?client_id=shop"),
                (browser, tokens) -> TestClient.SHOP.sdkLogout(browser),
                (browser, tokens) -> browser.send("DELETE", "/api/auth/sessions"),
                (browser, tokens) -> browser.signIn("bob"),
                (browser, tokens) -> {
                    TestClient.MOBILE.refresh(server, tokens.refresh());
                    TestClient.MOBILE.refresh(server, tokens.refresh());
                },
                (browser, tokens) -> server.jdbc()
                        .sql("update sso_session set expires_at = started_at where ended_at is null")
                        .update());

        for (Ending ending : endings) {
            var alice = TestBrowser.signedIn(server, "alice");
            Tokens tokens = TestClient.MOBILE.tokens(server, alice);
            push("POST", tokens.access(), PHONE);
            boolean before = rings(PHONE);
            ending.of(alice, tokens);

            assertThat(before).isTrue();
            assertThat(rings(PHONE))
                    .as("after ending " + endings.indexOf(ending))
                    .isFalse();
        }
    }

    @Test
    @DisplayName(
            "System B: a phone that stays signed in after the browser's sign-out keeps ringing, until it signs out")
    void an_offline_sign_in_keeps_its_push_token() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.MOBILE.tokens(server, alice, "openid offline_access");
        push("POST", tokens.access(), PHONE);

        alice.get("/logout?client_id=shop");

        assertThat(rings(PHONE)).isTrue();
        invalidate(tokens.access());
        assertThat(rings(PHONE)).isFalse();
    }

    @Test
    @DisplayName("System B: a push token that moves to another person's sign-in leaves the first")
    void a_push_token_moves() {
        Tokens alices = TestClient.MOBILE.tokens(server, TestBrowser.signedIn(server, "alice"));
        Tokens bobs = TestClient.MOBILE.tokens(server, TestBrowser.signedIn(server, "bob"));
        push("POST", alices.access(), PHONE);
        push("POST", bobs.access(), PHONE);
        server.jdbc()
                .sql("delete from audit_event where outcome = 'push_token_moved'")
                .update();

        invalidate(alices.access());
        assertThat(rings(PHONE)).as("it is bob's").isTrue();
        invalidate(bobs.access());
        assertThat(rings(PHONE)).isFalse();
    }

    // A15
    @Test
    @DisplayName("A push token moves to another user within its client only, which is audited for the user who had it")
    void a_push_token_moves_within_its_client_only() {
        Tokens alices = TestClient.MOBILE.tokens(server, TestBrowser.signedIn(server, "alice"));
        Tokens alicesOther = TestClient.MOBILE.tokens(server, TestBrowser.signedIn(server, "alice"));
        var bob = TestBrowser.signedIn(server, "bob");
        Tokens bobsOfAnotherApp = TestClient.SHOP.tokens(server, bob);
        Tokens bobs = TestClient.MOBILE.tokens(server, bob);
        String push = "push token that moves";
        push("POST", alices.access(), push);

        assertThat(push("POST", bobsOfAnotherApp.access(), push)).isEqualTo(409);
        assertThat(pushAnswer(bobsOfAnotherApp.access(), push).body()).contains("/problems/push-token-of-another-app");
        assertThat(push("POST", alicesOther.access(), push)).as("the same user").isEqualTo(204);
        assertThat(moves()).isEmpty();
        assertThat(push("POST", bobs.access(), push)).as("another user").isEqualTo(204);

        assertThat(moves())
                .containsExactly("app push_tokens "
                        + TestClient.claims(alices.id()).get("sub") + " " + alicesOther.sid() + " mobile");
        invalidate(alices.access());
        invalidate(alicesOther.access());
        assertThat(rings(push)).as("it is bob's").isTrue();
    }

    private List<String> moves() {
        return server.jdbc()
                .sql(
                        "select * from audit_event where outcome = 'push_token_moved' and client_id = 'mobile' order by id")
                .query((row, _) -> String.join(
                        " ",
                        row.getString("actor"),
                        row.getString("way"),
                        row.getString("subject"),
                        row.getString("sid"),
                        row.getString("client_id")))
                .list();
    }

    @Test
    @DisplayName("System B: push tokens are bounded in number and length, and nobody else may ask about them")
    void nonsense_is_refused() {
        Tokens tokens = TestClient.MOBILE.tokens(server, TestBrowser.signedIn(server, "alice"));
        for (int device = 0; device < 20; device++) {
            assertThat(push("POST", tokens.access(), "device" + device)).isEqualTo(204);
        }

        assertThat(push("POST", tokens.access(), "one more")).isEqualTo(409);
        assertThat(push("POST", tokens.access(), "device0")).isEqualTo(204);
        assertThat(push("POST", tokens.access(), "x".repeat(5_000))).isEqualTo(400);
        assertThat(push("POST", tokens.access(), "")).isEqualTo(400);
        assertThat(push("POST", tokens.access(), "a\\u0000b")).isEqualTo(400);
        assertThat(push("POST", tokens.refresh(), PHONE)).isEqualTo(401);
        assertThat(push("POST", sender(), PHONE)).isEqualTo(403);
        assertThat(check(tokens.access(), PHONE).statusCode()).isEqualTo(403);
        assertThat(check("nonsense", PHONE).statusCode()).isEqualTo(401);
    }

    private interface Ending {
        void of(TestBrowser browser, Tokens tokens);
    }

    private HttpResponse<String> invalidate(String token) {
        return new TestBrowser(server).send("POST", "/login/refresh/invalidate", "Authorization", "Bearer " + token);
    }

    private HttpResponse<String> pushAnswer(String accessToken, String pushToken) {
        return new TestBrowser(server)
                .postJson(
                        "/api/push-tokens",
                        "{\"token\":\"" + pushToken + "\"}",
                        "Authorization",
                        "Bearer " + accessToken);
    }

    private int push(String method, String accessToken, String pushToken) {
        return new TestBrowser(server)
                .sendJson(
                        method,
                        "/api/push-tokens",
                        "{\"token\":\"" + pushToken + "\"}",
                        "Authorization",
                        "Bearer " + accessToken)
                .statusCode();
    }

    private boolean rings(String pushToken) {
        HttpResponse<String> answer = check(sender(), pushToken);
        assertThat(answer.statusCode()).isEqualTo(200);
        return Boolean.TRUE.equals(TestClient.json(answer).get("registered"));
    }

    private HttpResponse<String> check(String accessToken, String pushToken) {
        return new TestBrowser(server)
                .postJson(
                        "/api/push-tokens/check",
                        "{\"token\":\"" + pushToken + "\"}",
                        "Authorization",
                        "Bearer " + accessToken);
    }

    private String sender() {
        HttpResponse<String> answer = new TestBrowser(server)
                .post(
                        "/oauth2/token",
                        Map.of(
                                "grant_type", "client_credentials",
                                "scope", "exeunt.push",
                                "client_id", "sender",
                                "client_secret", "sender-secret-only-for-this-test-01"));
        return TestClient.json(answer, "access_token");
    }

    private String preflight(String path, String origin) {
        HttpResponse<String> answer = new TestBrowser(server)
                .send(
                        "OPTIONS",
                        path,
                        "Origin",
                        origin,
                        "Access-Control-Request-Method",
                        "POST",
                        "Access-Control-Request-Headers",
                        "authorization");
        return TestBrowser.header(answer, "Access-Control-Allow-Origin");
    }
}
