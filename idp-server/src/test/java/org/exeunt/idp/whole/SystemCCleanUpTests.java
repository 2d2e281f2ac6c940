package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** System C, a session clean-up recipe: what it asks of the server. */
@TestInstance(Lifecycle.PER_CLASS)
@OnEachDatabase
class SystemCCleanUpTests {

    private static final String DONE = "{\"message\":\"Logged out successfully\"}";

    @Parameter
    private TestDatabase database;

    private RunningServer server;

    @BeforeParameterizedClassInvocation
    void start() {
        server = RunningServer.start(database.freshUrl());
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
    }

    @Test
    @DisplayName("System C: POST /auth/logout with the refresh token revokes it and all that was made from it, at once")
    void a_refresh_token_is_revoked() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);
        Tokens others = TestClient.NEWS.tokens(server, alice);

        HttpResponse<String> answer = logout(tokens.refresh());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(DONE);
        assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
        assertThat(TestClient.isOk(TestClient.SHOP.refresh(server, tokens.refresh())))
                .isFalse();
        assertThat(TestClient.isAccepted(server, others.access())).isTrue();
        assertThat(alice.isSignedIn()).as("the session of the browser").isTrue();
    }

    @Test
    @DisplayName("System C: a refresh token that was used up still signs its application out")
    void a_used_refresh_token_is_revoked_too() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens first = TestClient.SHOP.tokens(server, alice);
        Tokens second = Tokens.of(TestClient.SHOP.refresh(server, first.refresh()));

        assertThat(logout(first.refresh()).body()).isEqualTo(DONE);

        assertThat(TestClient.isAccepted(server, second.access())).isFalse();
    }

    @Test
    @DisplayName(
            "System C, REV-10: an unknown token is no error, nor is none, and nothing else ends: the answer never differs")
    void anything_else_is_no_error() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);
        var nobody = new TestBrowser(server);

        List<HttpResponse<String>> answers = List.of(
                logout("unknown"),
                logout(tokens.access()),
                logout(tokens.id()),
                logout(""),
                nobody.send("POST", "/auth/logout"),
                nobody.postJson("/auth/logout", "{}"),
                nobody.postJson("/auth/logout", "null"),
                nobody.postJson("/auth/logout", "[\"" + tokens.refresh() + "\"]"),
                nobody.postJson("/auth/logout", "{\"refresh_token\": {\"a\": 1}}"),
                nobody.postJson("/auth/logout", "{\"refresh_token\": \"" + tokens.refresh()),
                nobody.postJson("/auth/logout", "{\"refresh_token\": \"" + "x".repeat(20_000) + "\"}"),
                nobody.post("/auth/logout", "refresh_token=" + tokens.refresh()),
                nobody.send("POST", "/auth/logout?refresh_token=" + tokens.refresh()));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(DONE);
        });
        assertThat(TestClient.isAccepted(server, tokens.access())).isTrue();
        assertThat(nobody.get("/auth/logout").statusCode()).isEqualTo(405);
    }

    @Test
    @DisplayName("System C, REV-18: a logout that broke is not reported as one, and asking again works")
    void a_logout_that_broke_is_no_success() {
        int step = 1;
        boolean broke = true;

        while (broke) {
            Tokens tokens = TestClient.SHOP.tokens(server, TestBrowser.signedIn(server, "alice"));
            server.faults().failAtStatement(step++);
            HttpResponse<String> answer = logout(tokens.refresh());
            broke = server.faults().heal();

            if (broke) {
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).contains("not-signed-out").doesNotContain("SQL", "the database broke");
                assertThat(TestClient.isAccepted(server, tokens.access())).isTrue();
                assertThat(logout(tokens.refresh()).body()).isEqualTo(DONE);
            }
            assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
        }
        assertThat(step).isGreaterThan(3);
    }

    @Test
    @DisplayName("System C: what is known of one person is kept by no cache, and the next person reads their own")
    void no_page_shows_the_previous_user() {
        var browser = TestBrowser.signedIn(server, "alice");
        Tokens alices = TestClient.SHOP.tokens(server, browser);
        HttpResponse<String> alice = userinfo(alices.access());
        HttpResponse<String> page = browser.get("/devices");
        HttpResponse<String> sessions = browser.get("/api/auth/sessions");
        logout(alices.refresh());
        browser.get("/logout?client_id=shop");
        browser.signIn("bob");
        HttpResponse<String> bob =
                userinfo(TestClient.SHOP.tokens(server, browser).access());

        assertThat(alice.body()).contains("Alice Adams");
        assertThat(bob.body()).contains("Bob Brown").doesNotContain("Alice");
        assertThat(browser.get("/devices").body()).contains("Bob Brown").doesNotContain("Alice");
        assertThat(userinfo(alices.access()).statusCode()).isEqualTo(401);
        assertThat(List.of(alice, bob, page, sessions))
                .allSatisfy(answer ->
                        assertThat(TestBrowser.header(answer, "Cache-Control")).contains("no-store"));
        assertThat(logout("unknown").headers().map())
                .containsEntry("cache-control", List.of("no-cache, no-store, must-revalidate"))
                .containsEntry("pragma", List.of("no-cache"))
                .containsEntry("expires", List.of("0"));
    }

    private HttpResponse<String> logout(String refreshToken) {
        return new TestBrowser(server).postJson("/auth/logout", "{\"refresh_token\": \"" + refreshToken + "\"}");
    }

    private HttpResponse<String> userinfo(String accessToken) {
        return new TestBrowser(server).get("/userinfo", "Authorization", "Bearer " + accessToken);
    }
}
